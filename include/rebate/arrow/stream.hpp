// SPDX-License-Identifier: Apache-2.0
//
// Arrow streams: rows of a data frame or a database in, lines of a settlement out.
//
//   const DataInput sales{"sales", {}, rows_of_stream(stream, "sales")};
//   export_lines(settlement, {}, &stream);
//
// A column is read as the field of its name would be from a file: integers, decimals, texts, days,
// flags, also as dictionaries. Where text lies in the stream it is not copied. A number that may
// have lost digits, float of any width, is refused where a field needs it. A timestamp counts as
// its day if it has no zone and stands at midnight; anything else has to be cast to date32 by
// somebody who knows which day is meant.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "rebate/codec/row_stream.hpp"
#include "rebate/report/settlement_csv.hpp"
#include "rebate/arrow/c_data.h"

#include <memory>
#include <string>

namespace rebate {

/// Moves the stream: it is released with the rows, and stream.release is null. `file` is only for
/// places. Everything in it is checked before it is used, as far as the interface allows: it tells
/// no sizes of buffers. REQUIRES: a stream that was not released.
[[nodiscard]] std::shared_ptr<RowStream> rows_of_stream(ArrowArrayStream& stream, std::string file);

/// The lines that the filter admits, under the columns of the CSV but `reasons`. `due`, `rounded`,
/// `settled_before` and `share` are decimal128, amounts that may be fractions are utf8 ("0.9",
/// "1/3"). FAILS: kNumberOutgrown for an amount beyond 38 digits. The stream shares the settlement.
[[nodiscard]] Result<bool> export_lines(std::shared_ptr<const Settlement> settlement,
                                        const LineFilter& filter, ArrowArrayStream* stream);

}  // namespace rebate
