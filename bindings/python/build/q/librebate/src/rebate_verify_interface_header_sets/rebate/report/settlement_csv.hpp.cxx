#include <rebate/report/settlement_csv.hpp> // IWYU pragma: associated
