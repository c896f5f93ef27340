#include <rebate/policy/formula.hpp> // IWYU pragma: associated
