#include <rebate/settlement/trace.hpp> // IWYU pragma: associated
