#include <rebate/base/limits.hpp> // IWYU pragma: associated
