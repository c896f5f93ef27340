#include <rebate/plan/plan.hpp> // IWYU pragma: associated
