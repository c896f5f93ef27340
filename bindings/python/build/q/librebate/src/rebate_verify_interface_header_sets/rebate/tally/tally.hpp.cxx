#include <rebate/tally/tally.hpp> // IWYU pragma: associated
