#include <rebate/ledger/doubtful_rows.hpp> // IWYU pragma: associated
