#include <rebate/explanation/explain.hpp> // IWYU pragma: associated
