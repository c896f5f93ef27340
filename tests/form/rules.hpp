// SPDX-License-Identifier: Apache-2.0
//
// The rules about the form of the project. Each reads a tree and returns what breaks the rule; an
// empty answer is a pass. docs/TESTING.md lists them for people.
#pragma once

#include "form/layer_table.hpp"
#include "form/source_tree.hpp"

#include <vector>

namespace rebate::form {

/// Every include of a layer's file is of that layer or of one that its row in the table names.
Findings check_includes(const SourceTree& tree);
/// An outside library is included only under src/, by a layer whose row links it; public headers
/// include the standard library and own headers, nothing else.
Findings check_outside_libraries(const SourceTree& tree);
/// A row of the table uses only rows above it.
Findings check_table(const SourceTree& tree);

/// Sources and scripts begin with the licence line.
Findings check_licence(const SourceTree& tree);
/// Every header says #pragma once.
Findings check_guards(const SourceTree& tree);
/// At most 100 columns (Python 120), counted in characters; no tabs; no blanks at the end. A policy
/// that a test holds as a raw text may be wider.
Findings check_columns(const SourceTree& tree);
/// No file has more than 600 lines.
Findings check_sizes(const SourceTree& tree);
/// Binary floating point is not named where money is decided.
Findings check_floating_point(const SourceTree& tree);
/// No text names a place on somebody's machine.
Findings check_machine_words(const SourceTree& tree);

/// Every source, public header and test stands in the list of its folder, and lists are sorted.
Findings check_lists(const SourceTree& tree);

/// Relative links between pages lead somewhere.
Findings check_links(const SourceTree& tree);
/// The changelog has versions, the known sections and entries, and begins with the project's
/// version.
Findings check_changelog(const SourceTree& tree);
/// src/README.md names each row of the table once, in the table's order.
Findings check_folder_list(const SourceTree& tree);
/// docs/ERRORS.md has each issue code by its name and number.
Findings check_error_pages(const SourceTree& tree);

}  // namespace rebate::form
