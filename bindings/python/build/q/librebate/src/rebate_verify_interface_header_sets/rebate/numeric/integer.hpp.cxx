#include <rebate/numeric/integer.hpp> // IWYU pragma: associated
