#include <rebate/numeric/apportion.hpp> // IWYU pragma: associated
