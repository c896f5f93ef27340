#include <rebate/numeric/currency.hpp> // IWYU pragma: associated
