#include <rebate/codec/dataset.hpp> // IWYU pragma: associated
