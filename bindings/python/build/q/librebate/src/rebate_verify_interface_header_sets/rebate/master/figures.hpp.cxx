#include <rebate/master/figures.hpp> // IWYU pragma: associated
