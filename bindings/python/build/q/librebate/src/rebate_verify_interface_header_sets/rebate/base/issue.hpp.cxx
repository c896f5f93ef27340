#include <rebate/base/issue.hpp> // IWYU pragma: associated
