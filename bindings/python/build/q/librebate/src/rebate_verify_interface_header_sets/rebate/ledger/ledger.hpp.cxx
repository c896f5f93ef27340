#include <rebate/ledger/ledger.hpp> // IWYU pragma: associated
