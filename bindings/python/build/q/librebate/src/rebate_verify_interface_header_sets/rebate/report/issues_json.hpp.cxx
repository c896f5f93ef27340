#include <rebate/report/issues_json.hpp> // IWYU pragma: associated
