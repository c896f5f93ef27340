#include <rebate/policy/operators.hpp> // IWYU pragma: associated
