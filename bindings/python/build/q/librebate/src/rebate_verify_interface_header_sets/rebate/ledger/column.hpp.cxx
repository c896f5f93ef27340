#include <rebate/ledger/column.hpp> // IWYU pragma: associated
