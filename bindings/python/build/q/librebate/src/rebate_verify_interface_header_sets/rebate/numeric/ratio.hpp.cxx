#include <rebate/numeric/ratio.hpp> // IWYU pragma: associated
