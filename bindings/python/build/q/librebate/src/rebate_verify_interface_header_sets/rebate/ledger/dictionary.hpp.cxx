#include <rebate/ledger/dictionary.hpp> // IWYU pragma: associated
