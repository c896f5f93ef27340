#include <rebate/policy/evaluate.hpp> // IWYU pragma: associated
