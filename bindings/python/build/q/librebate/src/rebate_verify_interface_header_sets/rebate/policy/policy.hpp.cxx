#include <rebate/policy/policy.hpp> // IWYU pragma: associated
