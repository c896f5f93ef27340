#include <rebate/codec/policy_schema.hpp> // IWYU pragma: associated
