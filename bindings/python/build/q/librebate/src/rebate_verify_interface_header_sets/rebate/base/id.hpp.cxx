#include <rebate/base/id.hpp> // IWYU pragma: associated
