#include <rebate/policy/amend.hpp> // IWYU pragma: associated
