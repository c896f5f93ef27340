#include <rebate/master/hierarchy.hpp> // IWYU pragma: associated
