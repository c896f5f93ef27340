#include <rebate/codec/json.hpp> // IWYU pragma: associated
