#include <rebate/evaluation/line_rows.hpp> // IWYU pragma: associated
