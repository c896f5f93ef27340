#include <rebate/master/register.hpp> // IWYU pragma: associated
