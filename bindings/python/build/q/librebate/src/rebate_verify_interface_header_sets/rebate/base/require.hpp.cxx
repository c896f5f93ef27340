#include <rebate/base/require.hpp> // IWYU pragma: associated
