#include <rebate/numeric/money.hpp> // IWYU pragma: associated
