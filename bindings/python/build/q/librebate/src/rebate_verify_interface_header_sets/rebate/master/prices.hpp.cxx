#include <rebate/master/prices.hpp> // IWYU pragma: associated
