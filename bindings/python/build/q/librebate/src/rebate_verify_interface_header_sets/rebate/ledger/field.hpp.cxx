#include <rebate/ledger/field.hpp> // IWYU pragma: associated
