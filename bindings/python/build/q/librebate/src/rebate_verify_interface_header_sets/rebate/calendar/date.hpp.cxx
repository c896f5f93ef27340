#include <rebate/calendar/date.hpp> // IWYU pragma: associated
