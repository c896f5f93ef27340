#include <rebate/policy/expression.hpp> // IWYU pragma: associated
