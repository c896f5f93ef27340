#include <rebate/settlement/line.hpp> // IWYU pragma: associated
