#include <rebate/codec/data_schema.hpp> // IWYU pragma: associated
