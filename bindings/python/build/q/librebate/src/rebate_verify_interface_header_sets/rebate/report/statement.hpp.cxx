#include <rebate/report/statement.hpp> // IWYU pragma: associated
