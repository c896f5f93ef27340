// SPDX-License-Identifier: Apache-2.0
//
// A tally as a file: what a scan of March kept, to be merged with April's or settled later without
// reading a row again.
//
//   write_whole_file("march.tally", save_tally(*march));
//   const auto march = restore_tally_file("march.tally", *plan, *master);
//
// The file knows its version, the plan and the partners that its codes stand for, and ends with a
// checksum. A tally has one spelling: equal tallies are equal files.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/master/master.hpp"
#include "rebate/plan/plan.hpp"
#include "rebate/tally/tally.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace rebate {

/// The bytes of the file.
[[nodiscard]] std::string save_tally(const Tally& tally);

/// `file_name` is only for places. FAILS: kTallyFile if the bytes are damaged, cut off, of another
/// version or no tally at all; kTallyMismatch if another policy, settlement date or partner file
/// made them.
[[nodiscard]] Result<std::shared_ptr<const Tally>> restore_tally(std::string_view bytes,
                                                                 const Plan& plan,
                                                                 const Master& master,
                                                                 const std::string& file_name = "");

/// FAILS: as above, and kFileMissing.
[[nodiscard]] Result<std::shared_ptr<const Tally>> restore_tally_file(const std::string& path,
                                                                      const Plan& plan,
                                                                      const Master& master);

}  // namespace rebate
