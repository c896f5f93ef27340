#include <rebate/master/standing.hpp> // IWYU pragma: associated
