#include <rebate/codec/policy_reader.hpp> // IWYU pragma: associated
