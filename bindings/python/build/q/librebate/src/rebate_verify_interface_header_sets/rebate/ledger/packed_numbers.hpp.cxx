#include <rebate/ledger/packed_numbers.hpp> // IWYU pragma: associated
