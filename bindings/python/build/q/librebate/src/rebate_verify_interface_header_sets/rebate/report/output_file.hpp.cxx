#include <rebate/report/output_file.hpp> // IWYU pragma: associated
