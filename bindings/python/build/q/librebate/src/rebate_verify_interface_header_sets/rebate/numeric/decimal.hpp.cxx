#include <rebate/numeric/decimal.hpp> // IWYU pragma: associated
