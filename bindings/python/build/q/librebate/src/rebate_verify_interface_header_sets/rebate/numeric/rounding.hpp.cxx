#include <rebate/numeric/rounding.hpp> // IWYU pragma: associated
