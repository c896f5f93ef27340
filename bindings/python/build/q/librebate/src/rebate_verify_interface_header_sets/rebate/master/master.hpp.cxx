#include <rebate/master/master.hpp> // IWYU pragma: associated
