#include <rebate/evaluation/example.hpp> // IWYU pragma: associated
