#include <rebate/codec/tally_file.hpp> // IWYU pragma: associated
