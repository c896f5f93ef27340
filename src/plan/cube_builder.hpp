// SPDX-License-Identifier: Apache-2.0
//
// Collects the atoms, sums and cuts that rules ask for into as few cubes as will do.
#pragma once

#include "rebate/master/master.hpp"
#include "plan/cube.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace rebate {

/// Dated attributes give the same answer for all ranges in which nobody's record changes; this is
/// the largest range round `range` of which that is true, or `range` itself if something changes
/// inside.
DateRange attribute_epoch(const Register& bearers, const DateRange& range);

class CubeBuilder {
 public:
  explicit CubeBuilder(const Master& master) : master_(master) {}

  /// The cube whose cells know these keys, given by their identities. A cube without keys has
  /// conditions only: its cells are few, whatever the rules.
  int cube_for(const std::string& noun, const std::string& date_field,
               const std::set<std::string>& keys, bool per_row);
  /// The place of a row formula among the cube's atoms; `line` is the instant the line asks at, of
  /// which only what the formula reads is kept.
  int atom(int cube, const FormulaPtr& formula, const Instant& line);
  int accumulator(int cube, Aggregate kind, const FormulaPtr& formula, const Instant& line);
  void cut(int cube, const DateRange& days);

  Stretches stretches(int cube, const DateRange& days) const;

  /// The cubes with their cuts sorted; to be called once, when everything has been asked for.
  void sort_cuts();
  std::vector<Cube> take();

 private:
  Instant needed(const FormulaPtr& formula, const Instant& line) const;
  std::string name_of(const FormulaPtr& formula, const Instant& instant) const;

  const Master& master_;
  std::vector<Cube> cubes_;
  std::map<std::tuple<std::string, std::string, bool, std::set<std::string>>, int> by_keys_;
  std::vector<std::map<std::string, int>> atoms_;
  std::vector<std::map<std::string, int>> accumulators_;
  std::vector<std::set<Date>> cuts_;
};

}  // namespace rebate
