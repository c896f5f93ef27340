#include <rebate/ledger/table.hpp> // IWYU pragma: associated
