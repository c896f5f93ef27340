#include <rebate/calendar/period.hpp> // IWYU pragma: associated
