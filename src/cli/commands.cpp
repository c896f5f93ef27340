// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

namespace rebate::cli {
namespace {

constexpr Command kCommands[] = {
    {"check", "Tell whether a policy is right, and whether its examples come out",
     "Every mistake is told at once, with its line, what was found and what would be right. The\n"
     "examples of the policy are worked out and compared with what they expect.\n\n"
     "Example:\n"
     "  rebate check policy.json",
     declare_check},
    {"settle", "Work out what every partner is owed",
     "Reads the policy and the data folder and prints a statement for each partner. As CSV or "
     "JSON\n"
     "there is one record for every line: partner x rule x period x key, also where it is 0.\n\n"
     "Examples:\n"
     "  rebate settle policy.json --data data/\n"
     "  rebate settle policy.json --data data/ --period 2025-Q2 --format csv --out q2.csv",
     declare_settle},
    {"explain", "Say why a partner gets what it gets",
     "For each line: the result, the figures and the band they reached, what kept it from more, "
     "what\n"
     "limits took, and what the next band needs and is worth. Rules that paid nothing say why.\n\n"
     "Example:\n"
     "  rebate explain policy.json --data data/ --partner D017 --rule annual-target --lang zh",
     declare_explain},
    {"tally", "Add up the rows once, to settle or merge later",
     "Reads the rows of the data folder and keeps the sums that the policy asks for. A tally fits "
     "the\n"
     "policy, the settlement date (--as-of) and the partners that it was made with, and no "
     "others.\n\n"
     "Examples:\n"
     "  rebate tally policy.json --data march/ --out march.tally\n"
     "  rebate settle policy.json --data march/ --tally march.tally",
     declare_tally},
    {"merge", "Put tallies of different rows together",
     "Takes the policy and a data folder with the partners, products and other master files that "
     "the\n"
     "tallies were made with; the folder's rows are not read. No row may be in two of the "
     "tallies.\n"
     "In any order the result is the same file, and the same as a tally of all rows at once.\n\n"
     "Example:\n"
     "  rebate merge policy.json march.tally april.tally --data master/ --out spring.tally",
     declare_merge},
    {"plan", "Print how a policy is worked out over columns",
     "The classes that conditions cut products, dates and rows into, and the cells that measures "
     "sum.\n"
     "With --data, attributes of partners and products cut, too.\n\n"
     "Example:\n"
     "  rebate plan policy.json --data data/",
     declare_plan},
    {"schema", "Print the JSON Schema of policies",
     "Editors complete members and words with it and underline what cannot be read. Labels are in\n"
     "English and Chinese, or in one of them with --lang.\n\n"
     "Example:\n"
     "  rebate schema --out policy.schema.json",
     declare_schema},
    {"format", "Print a policy in its one spelling",
     "Members in the order of the format, short forms where they exist, x- members kept. Two "
     "policies\n"
     "that mean the same are then the same text.\n\n"
     "Example:\n"
     "  rebate format policy.json --out policy.json",
     declare_format},
    {"bands", "Turn a printed table of ranges into bands",
     "A table that prints 1-60 and 61-240 leaves 60.5 to nobody. The bands have one edge each, "
     "and\n"
     "every number has its band.\n\n"
     "Example:\n"
     "  rebate bands \"1-60, 61-240, 241+\" --step 1",
     declare_bands},
};

}  // namespace

std::span<const Command> all_commands() { return kCommands; }

}  // namespace rebate::cli
