#include <rebate/codec/csv.hpp> // IWYU pragma: associated
