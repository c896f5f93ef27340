#include <rebate/policy/value.hpp> // IWYU pragma: associated
