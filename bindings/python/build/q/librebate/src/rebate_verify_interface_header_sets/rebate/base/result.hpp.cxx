#include <rebate/base/result.hpp> // IWYU pragma: associated
