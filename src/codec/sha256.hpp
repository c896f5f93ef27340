// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4): the fingerprint by which an auditor knows that a file is the one that was
// read. sha256("abc") is ba7816bf...f20015ad.
#pragma once

#include <string>
#include <string_view>

namespace rebate::detail {

/// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace rebate::detail
