#include <rebate/policy/builders.hpp> // IWYU pragma: associated
