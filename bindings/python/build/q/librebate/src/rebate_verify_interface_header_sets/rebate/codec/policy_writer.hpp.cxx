#include <rebate/codec/policy_writer.hpp> // IWYU pragma: associated
