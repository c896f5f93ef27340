#include <rebate/report/settlement_json.hpp> // IWYU pragma: associated
