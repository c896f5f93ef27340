#include <rebate/report/text_table.hpp> // IWYU pragma: associated
