#include <rebate/policy/vocabulary.hpp> // IWYU pragma: associated
