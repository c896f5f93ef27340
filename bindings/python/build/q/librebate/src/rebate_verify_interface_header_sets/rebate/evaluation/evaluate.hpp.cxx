#include <rebate/evaluation/evaluate.hpp> // IWYU pragma: associated
