#include <rebate/base/nearest_word.hpp> // IWYU pragma: associated
