#include <rebate/explanation/language.hpp> // IWYU pragma: associated
