// SPDX-License-Identifier: Apache-2.0
#include "plan/fingerprint.hpp"

#include "plan/formula_tools.hpp"
#include "plan/lookup.hpp"
#include "plan/value_text.hpp"

#include <set>

namespace rebate {
namespace {

class Fingerprint {
 public:
  explicit Fingerprint(const Plan& plan) : plan_(plan) {}

  std::uint64_t of_all() {
    add(to_text(plan_));
    for (const Cube& cube : plan_.cubes) add_cube(cube);
    for (const std::string& tier : plan_.policy->source->tiers) add(tier);
    return hash_;
  }

 private:
  void add(std::string_view text) {
    for (const char byte : text) mix(static_cast<unsigned char>(byte));
    mix(0);
  }

  // FNV-1a: it tells plans apart, it guards nothing.
  void mix(unsigned char byte) { hash_ = (hash_ ^ byte) * 1099511628211ULL; }

  void add_cube(const Cube& cube) {
    for (const std::string& key : cube.keys) add(key);
    for (const Date cut : cube.cuts) add(cut.to_string());
    for (const Atom& atom : cube.atoms) add_formula(atom.formula);
    for (const Accumulator& accumulator : cube.accumulators) add_formula(accumulator.atom.formula);
  }

  void add_formula(const FormulaPtr& formula) {
    add(identity(*formula));
    walk(formula, [&](const FormulaPtr& node) {
      if (node->op == Op::kTable) add_table(node->name);
      if (node->op == Op::kField && node->type == Type::kLevel) {
        for (const std::string& level : ladder_of(*node, *plan_.policy->source)) add(level);
      }
      return true;
    });
  }

  /// What a table says decides the classes of whatever looks into it.
  void add_table(const std::string& name) {
    if (!tables_.insert(name).second) return;
    const CheckedTable& table = *find_table(*plan_.policy, name);
    for (const CheckedTable::Key& key : table.keys) {
      add(std::to_string(static_cast<int>(key.edge)) + identity(*key.of));
    }
    if (table.dated != nullptr) add(identity(*table.dated));
    for (const std::string& column : table.columns) add(column);
    for (const CheckedTable::Row& row : table.rows) {
      for (const auto& key : row.keys) add(key ? to_key(*key) : "*");
      for (const Value& value : row.values) add(to_key(value));
      add(row.valid ? row.valid->to_string() : "");
    }
    if (!table.otherwise) return;
    for (const Value& value : *table.otherwise) add(to_key(value));
  }

  const Plan& plan_;
  std::set<std::string> tables_;
  std::uint64_t hash_ = 14695981039346656037ULL;
};

}  // namespace

std::uint64_t fingerprint_of(const Plan& plan) { return Fingerprint(plan).of_all(); }

}  // namespace rebate
