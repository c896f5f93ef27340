#include <rebate/settlement/settlement.hpp> // IWYU pragma: associated
