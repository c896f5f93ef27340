#include <rebate/calendar/fiscal_calendar.hpp> // IWYU pragma: associated
