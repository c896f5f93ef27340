#include <rebate/policy/checked_policy.hpp> // IWYU pragma: associated
