#include <rebate/codec/row_stream.hpp> // IWYU pragma: associated
