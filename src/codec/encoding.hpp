// SPDX-License-Identifier: Apache-2.0
//
// Texts of other encodings as UTF-8: a billing export in GB 18030.
#pragma once

#include "rebate/base/result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace rebate::detail {

/// The encodings that data.json may name, lower case, "utf-8" first.
std::span<const std::string> known_encodings();

/// `encoding` is one of those. `file` is for places only. FAILS: kMappingEncoding with line and
/// column of the first byte that does not belong, or if this machine cannot convert the encoding.
Result<std::string> to_utf8(std::string_view bytes, const std::string& encoding,
                            const std::string& file);

}  // namespace rebate::detail
