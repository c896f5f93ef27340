// SPDX-License-Identifier: Apache-2.0
//
// Settles all rules for one earner: lines of rules on rows first, then rules on rules, then
// rounding and sharing back. Nothing here sees another earner, so that earners run in parallel;
// what they share is handed in between: ranks before run(), parts of budgets before finish().
#pragma once

#include "settlement/funds.hpp"
#include "settlement/tally_source.hpp"

#include <map>
#include <string>
#include <vector>

namespace rebate {

/// What one payee gets of a line.
struct PayeePart {
  std::string payee;  ///< "": a part that nobody gets, which stays unpaid
  Decimal rounded, settled_before, due;
  std::optional<Reason> held = std::nullopt;  ///< under a minimum: it stays open
};

/// A line while it is being settled.
struct WorkLine {
  int rule_period = 0;
  std::vector<Value> key;
  LineResult result;
  std::map<std::string, Value> carried;  ///< what rules that stand on it tell its lines apart by
  TextCode branch = kMissingText;        ///< the direct child that the line is about
  /// Returns to be charged at the rate of their sale: of which part, sold when, how much.
  struct ChargedReturn {
    PartLabel part;
    Date sold_on;
    Value size;
  };
  std::vector<ChargedReturn> returns;
  Ratio charged;  ///< for them, at most zero as a rule
  std::optional<Date> first_day;
  bool is_mirrored = false;         ///< a return, worked out on its size
  Ratio taken_back;                 ///< what it earns on; below zero: it takes back
  std::vector<Reversal> reversals;  ///< what all its rows take back; none: not all say what
  bool is_repaid = false;           ///< worked out from what it takes back, not by its size
  std::vector<int> members;         ///< places of the lines that a combination combines
  bool is_winner = false;           ///< of the combination it belongs to
  Ratio after_combination;
  Ratio allowed;                   ///< of it, what partner cap, fund and budget leave
  std::optional<Ratio> ceiling;    ///< the least limit that bit: rounding does not pass it
  int before = -1;                 ///< place of the same line one instalment earlier
  std::string currency;            ///< it is paid in; "": the policy's
  Ratio rate = Ratio(Integer(1));  ///< from the policy's currency
  std::string pool;                ///< of the rule's budget, the one it draws on
  Decimal rounded, settled_before, due, share;
  bool is_after_final = false;  ///< an earlier run has settled it to the end
  Status status = Status::kPayable;
  std::vector<std::uint32_t> cells;  ///< of its key, kept where the payees ask for them
  std::vector<PayeePart> payees;     ///< empty: the earner gets it
};

/// What was settled before, by rule, partner and key, with its period.
class SettledBefore {
 public:
  SettledBefore(const Plan& plan, const Master& master);
  /// What was settled for periods inside `range`: of a rule period, all its instalments so far.
  /// `payee` is "" for the partner itself.
  Decimal of(const std::string& rule, const std::string& partner, const DateRange& range,
             const std::string& each, const std::string& payee) const;
  /// The same of all payees together.
  Decimal of_all_payees(const std::string& rule, const std::string& partner, const DateRange& range,
                        const std::string& each) const;
  /// Whether the last part of a rule period was settled, whatever the amount.
  bool has_final(const std::string& rule, const std::string& partner, const DateRange& range,
                 const std::string& each) const;
  /// Whom something was settled for, "" for the partner itself.
  std::vector<std::string> payees(const std::string& rule, const std::string& partner,
                                  const DateRange& range, const std::string& each) const;
  /// What the partner had in funds.
  std::vector<const FundBalance*> balances(const std::string& partner) const;

 private:
  std::multimap<std::string, const FundBalance*> balances_;
  struct Amount {
    DateRange period;
    Decimal amount;
  };
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::vector<Amount>>
      amounts_;
};

/// Members of groups that earn as one, by rule period; empty where each earns alone.
using Groups = std::map<int, std::map<std::string, std::vector<TextCode>>>;

struct EarnerRunInput {
  const RunFacts& facts;
  const SettledBefore& settled;
  const Groups& groups;
  std::string together;  ///< the rules of this run: those that earn together by it
};

class EarnerRun {
 public:
  EarnerRun(const EarnerRunInput& input, const Earner& earner) : input_(input), earner_(earner) {}

  /// Works out what each line of the earner is entitled to by itself.
  void run();
  /// Rounds what other lines leave of it, and says what is due. REQUIRES: run() was called.
  void finish();
  /// Their places, ordered by rule, period and key. REQUIRES: run() was called.
  std::vector<int> order() const;
  const WorkLine& line(int place) const { return lines_[static_cast<std::size_t>(place)]; }
  const RulePeriod& period_of(const WorkLine& line) const {
    return plan().rule_periods[static_cast<std::size_t>(line.rule_period)];
  }
  const Earner& earner() const { return earner_; }

  /// The lines that partner cap, fund and budget look at: those that pay, and no provisions.
  std::vector<int> limited_lines() const;
  /// What a line adds to what was allowed one instalment earlier; nothing where it is not known.
  Ratio new_part(int place) const;
  /// Of the new part, what earlier runs have settled already, all payees together.
  Ratio settled_part(int place) const;
  /// Cuts the new part, if it is more than `part`; `reason` says why, its `took` is filled in.
  void allow(int place, const Ratio& part, Reason reason);
  /// A limit that is not known: neither is the amount.
  void block(int place, const Missing& missing);
  /// A term that comes after the line's own amount, asked of the line without its key.
  Value line_value(const Formula& formula, const WorkLine& line);
  /// A limit of all that the partner gets.
  Value limit_value(const Formula& formula, const RulePeriod& period) const;
  /// What the payee is due of the line stays open; `reason` says why, its `took` is filled in.
  void keep_open(int place, const std::string& payee, Reason reason);
  /// The smallest amount that a line is paid in.
  Decimal step_of(int place) const { return step_of(rule_of(line(place))); }
  /// Works a line out again with a trace of every figure it read. REQUIRES: run() was called.
  LineTrace trace(int place, const std::string& payee);

  struct Missed {
    int rule = 0;
    std::string expression, cause;
  };
  std::vector<Missed> missed;
  std::vector<FundMove> funds;
  std::vector<RankedLine> ranked;  ///< filled while ranks are being found out
  int admitted_periods = 0;

 private:
  struct KeyCells {
    std::vector<Value> key;
    std::vector<std::uint32_t> cells;
  };

  const Plan& plan() const { return input_.facts.plan; }
  const CompiledRule& rule_of(const WorkLine& line) const { return *period_of(line).compiled; }

  static bool is_unknown(const WorkLine& line) {
    return line.status == Status::kBlocked || line.status == Status::kWaiting;
  }
  Ratio held(int place) const;
  std::vector<TextCode> members_of(int rule_period);
  /// Whose rows a line looks at.
  std::vector<TextCode> own_partners(const WorkLine& line,
                                     const std::vector<TextCode>& members) const;
  void add_branch_lines(int rule_period, const std::vector<TextCode>& members);
  std::vector<TextCode> row_partners(const RulePeriod& period,
                                     const std::vector<TextCode>& members) const;
  void settle_rule(int rule);
  void add_rule_lines(int rule_period, const std::vector<TextCode>& members);
  std::vector<KeyCells> keys_of(const RulePeriod& period,
                                const std::vector<TextCode>& members) const;
  void compute(WorkLine& line, const std::vector<TextCode>& members,
               const std::vector<std::uint32_t>* cells, LineTrace* trace);
  void add_combination_lines(int rule_period);
  Ratio combine(WorkLine& line);
  void win_back(WorkLine& line, const WorkLine& sale);
  void compute_combination(WorkLine& line, LineTrace* trace);
  void link_returns(int rule);
  void repay(WorkLine& line, const std::vector<const WorkLine*>& sales);
  void charge_returns(int rule);
  const WorkLine* line_of_sale(const WorkLine& charging, Date sold_on) const;
  void limit_lines(int rule);
  void note_ranks(const WorkLine& line, TallySource& source);
  Value earned(const RulePeriod& outer, const std::vector<Value>& key, const Formula& formula);
  bool is_inside(const WorkLine& inner, const RulePeriod& outer,
                 const std::vector<Value>& key) const;
  std::optional<Value> key_part(const WorkLine& line, const FormulaPtr& key) const;
  void begin_finish();
  void choose_currency(WorkLine& line);
  void link_instalments();
  void cap_partner();
  void draw_funds();
  void draw_from(FundBook& book, int place, const std::string& name, const Fund& terms);
  FundBook open_book(const std::string& name, const Fund& terms) const;
  Value balance(const RulePeriod& at, const std::string& name) const;
  void round(WorkLine& line);
  Decimal rounded(const WorkLine& line) const;
  static Decimal rounded(const CompiledRule& rule, const Ratio& amount, const Decimal& step,
                         const std::optional<Ratio>& ceiling);
  bool advance(WorkLine& line);
  bool settle_status(WorkLine& line, bool is_unknown);
  void pay_out(WorkLine& line, const Decimal& step);
  void pay_parts(WorkLine& line, std::map<std::string, Decimal> owed, const Decimal& unassigned);
  const std::string& winning_rule(const WorkLine& line) const;
  void supersede(WorkLine& line, const std::string& better, const Ratio& paid);
  void share_back(const WorkLine& line, const Decimal& amount, const Decimal& step);
  Decimal step_of(const CompiledRule& rule) const;
  Decimal paid_step_of(const WorkLine& line) const;
  const std::vector<std::uint32_t>& cells_of(const WorkLine& line,
                                             const std::vector<TextCode>& members);
  void finish_trace(const WorkLine& line, Ratio amount, const std::string& payee,
                    LineTrace& trace) const;

  const EarnerRunInput& input_;
  const Earner& earner_;
  std::vector<WorkLine> lines_;
  std::vector<std::vector<int>> of_rule_;
  /// Paid by this run's earlier instalments of a rule period, by its key and payee.
  std::map<std::tuple<int, DateRange, std::string, std::string>, Decimal> paid_so_far_;
  /// Of rule periods that were traced: the cells of each key.
  std::map<int, std::map<std::string, std::vector<std::uint32_t>>> cells_of_keys_;
};

/// A return is worked out on its size; this gives the result and its trace the sign of the return.
void turn_sign(LineResult& result, LineTrace* trace);

/// Which pool of its budget a line draws on; "" where the budget has one.
std::string pool_of(const CompiledRule& rule, TallySource& source);

/// The texts of a key as reports print them.
std::string joined(const std::vector<Value>& key);
/// Equal exactly for equal keys.
std::string key_name(const std::vector<Value>& key);

}  // namespace rebate
