#include <rebate/report/text_sink.hpp> // IWYU pragma: associated
