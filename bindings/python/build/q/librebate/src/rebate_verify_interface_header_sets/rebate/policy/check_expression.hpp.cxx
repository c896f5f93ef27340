#include <rebate/policy/check_expression.hpp> // IWYU pragma: associated
