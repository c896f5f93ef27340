// SPDX-License-Identifier: Apache-2.0
//
// The grammar of the part pay: bands, printed tables, payees; and of the rule as a whole.
#include "codec/grammar.hpp"

namespace rebate::grammar {
namespace {

using K = Rule::Kind;

const std::vector<std::string_view> kModes{"retroactive", "marginal", "excess", "interpolated"};

// The words that give a band its edge: one a band.
std::vector<Member> with_edges(std::vector<Member> rest) {
  std::vector<Member> members{
      {"from",
       value(),
       {"From", "从(含)"},
       {"At least this, until the next band.", "不低于此数,至下一档。"}},
      {"above",
       value(),
       {"Above", "超过"},
       {"More than this, until the next band.", "超过此数,至下一档。"}},
      {"up_to",
       value(),
       {"Up to", "至(含)"},
       {"At most this, after the band before.", "不超过此数,承上一档。"}},
      {"below",
       value(),
       {"Below", "低于"},
       {"Less than this, after the band before.", "低于此数,承上一档。"}},
      {"at", value(), {"At", "点"}, {"A point of an interpolated line.", "插值点。"}}};
  members.insert(members.end(), rest.begin(), rest.end());
  return members;
}

const Rule kOneEdge{K::kAtMostOne,
                    {"from", "above", "up_to", "below", "at"},
                    "a band has one edge; the next band ends it"};

std::vector<Member> payout_members() {
  return {{"rate",
           rate(),
           {"Rate", "费率"},
           {"A part of the base, such as 5%.", "基数的百分比,如 5%。"}},
          {"per_unit",
           value(),
           {"Per unit", "单位金额"},
           {"So much for each unit of the base.", "每单位基数的金额。"}},
          {"amount", value(), {"Amount", "金额"}, {"A sum of money.", "固定金额。"}},
          {"every",
           value(),
           {"Every", "每满"},
           {"The amount is paid for each step of this size.", "每满此数支付一次金额。"}},
          {"steps",
           word({"full", "started"}),
           {"Steps", "计步方式"},
           {"Whether a step counts when it is full, or begun.", "满步计或起步即计。"},
           "\"full\""}};
}

std::vector<Member> operator+(std::vector<Member> a, const std::vector<Member>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const Rule kEveryAmount{
    K::kNeeds, {"every", "amount"}, "each step of 'every' pays an 'amount'; it is missing"};
const Rule kStepsEvery{
    K::kNeeds, {"steps", "every"}, "'steps' says how the steps of 'every' count; it is missing"};

Member mode_member() {
  return {"mode",
          word(kModes),
          {"Mode", "累进方式"},
          {"Whole amount (retroactive), slices (marginal), above a baseline (excess), or on the "
           "line between "
           "points (interpolated). It has no default.",
           "全额累进 retroactive、超额累进 marginal、超基数部分 excess、线性插值 "
           "interpolated;无默认值。"}};
}

}  // namespace

const Shape& band_shape() {
  static const Shape shape{"band",
                           {"a band", "档"},
                           {"An edge, and what is paid from or up to it.", "档的边界与所付。"},
                           with_edges(payout_members() + std::vector<Member>{mode_member()}),
                           {{K::kAtLeastOne,
                             {"rate", "per_unit", "amount"},
                             "a band pays a rate, a per_unit or an amount"},
                            kEveryAmount,
                            kStepsEvery,
                            kOneEdge}};
  return shape;
}

const Shape& level_band_shape() {
  static const Shape shape{
      "level_band",
      {"a band of levels", "等级档"},
      {"An edge, and the level reached there.", "边界与所达等级。"},
      with_edges({{"level", filled(), {"Level", "等级"}, {"The level.", "等级。"}, {}, true}}),
      {kOneEdge}};
  return shape;
}

const Shape& score_band_shape() {
  static const Shape shape{
      "score_band",
      {"a band of scores", "评分档"},
      {"An edge, and the score reached there.", "边界与所得分。"},
      with_edges({{"score", value(), {"Score", "得分"}, {"The points.", "得分。"}, {}, true}}),
      {kOneEdge}};
  return shape;
}

const Shape& matrix_shape() {
  static const Form cells = map(nullptr, either({value(), list(value())}), 1);
  static const Form bounds = list(value());
  static const Shape shape{
      "matrix",
      {"a table in a rule", "规则内表格"},
      {"A small table as the contract prints it: one axis, or two.", "合同所印的小表:一维或二维。"},
      {{"by",
        expression(),
        {"Rows by", "行依据"},
        {"What the rows are named by.", "行的依据。"},
        {},
        true},
       {"across",
        expression(),
        {"Columns by", "列依据"},
        {"What the columns stand for.", "列的依据。"}},
       {"from",
        bounds,
        {"Columns from", "列从(含)"},
        {"The columns begin at these bounds.", "各列从此数起(含)。"}},
       {"above",
        bounds,
        {"Columns above", "列超过"},
        {"The columns begin above these bounds.", "各列超过此数。"}},
       {"up_to",
        bounds,
        {"Columns up to", "列至(含)"},
        {"The columns end at these bounds.", "各列至此数(含)。"}},
       {"below",
        bounds,
        {"Columns below", "列低于"},
        {"The columns end below these bounds.", "各列低于此数。"}},
       {"columns",
        list(plain()),
        {"Columns", "列名"},
        {"The values of the columns.", "各列取值。"}},
       {"rates",
        cells,
        {"Rates", "费率"},
        {"A rate, or one per column, for each row; \"*\" is any other.",
         "每行的费率(或逐列费率);“*”为其他。"}},
       {"per_units",
        cells,
        {"Per unit", "单位金额"},
        {"As rates, with sums per unit.", "同上,为单位金额。"}},
       {"amounts", cells, {"Amounts", "金额"}, {"As rates, with sums of money.", "同上,为金额。"}}},
      {{K::kExactlyOne,
        {"rates", "per_units", "amounts"},
        "a table in a rule has rates, per_units or amounts"},
       {K::kAtMostOne,
        {"from", "above", "up_to", "below", "columns"},
        "the columns have one edge word, or names"},
       {K::kOneOfWith,
        {"across", "from", "above", "up_to", "below", "columns"},
        "'across' needs the columns: an edge word such as 'from' with its bounds, or 'columns' "
        "with names"},
       {K::kNeeds,
        {"from", "across"},
        "bounds of columns need 'across': what they are compared with"},
       {K::kNeeds,
        {"above", "across"},
        "bounds of columns need 'across': what they are compared with"},
       {K::kNeeds,
        {"up_to", "across"},
        "bounds of columns need 'across': what they are compared with"},
       {K::kNeeds,
        {"below", "across"},
        "bounds of columns need 'across': what they are compared with"},
       {K::kNeeds,
        {"columns", "across"},
        "names of columns need 'across': what they are compared with"}}};
  return shape;
}

const Shape& form_shape() {
  static const Shape shape{
      "form",
      {"a form of payment", "支付形式"},
      {"Into a fund, or in goods.", "转入基金,或以货物支付。"},
      {{"fund", id(), {"Fund", "基金"}, {"The fund that is credited.", "转入的基金。"}},
       {"goods", text(), {"Goods", "货物"}, {"The product given.", "所给产品。"}},
       {"at", text(), {"At", "作价"}, {"The price list it is valued by.", "作价所依价目。"}}},
      {{K::kExactlyOne, {"fund", "goods"}, "a form of payment names a fund or goods"},
       {K::kNeeds, {"goods", "at"}, "goods need 'at': how they are valued"},
       {K::kNeeds, {"at", "goods"}, "'at' values goods: say 'goods'"}}};
  return shape;
}

const Shape& spread_shape() {
  static const Shape shape{
      "spread",
      {"a spread", "分摊"},
      {"Every key by its measure.", "按键以指标分摊。"},
      {{"each", expression(), {"Each", "每一"}, {"The key that receives.", "接收的键。"}, {}, true},
       {"by",
        expression(),
        {"By", "依据"},
        {"The measure that weighs the keys.", "分摊权重。"},
        {},
        true},
       {"at_most", value(), {"At most", "上限"}, {"No key receives more.", "每键最多。"}}},
      {}};
  return shape;
}

const Shape& payee_shape() {
  static const Shape shape{
      "payee",
      {"a payee", "收款方"},
      {"Every key by its measure, or the shares of a table.", "按键分摊,或按表列份额。"},
      {{"table",
        id(),
        {"Table", "表"},
        {"A table whose last key is 'payee' and which gives 'share'.",
         "末键为 payee、给出 share 的表。"}},
       {"each", expression(), {"Each", "每一"}, {"The key that receives.", "接收的键。"}},
       {"by", expression(), {"By", "依据"}, {"The measure that weighs the keys.", "分摊权重。"}},
       {"at_most", value(), {"At most", "上限"}, {"No key receives more.", "每键最多。"}}},
      {{K::kExactlyOne, {"table", "each"}, "a payee is a table, or each key by its measure"},
       {K::kNeeds, {"each", "by"}, "'each' is weighed by a measure: say 'by'"},
       {K::kNeeds, {"by", "each"}, "'by' weighs keys: say 'each'"},
       {K::kNeeds, {"at_most", "each"}, "'at_most' limits a key: say 'each'"}}};
  return shape;
}

const Shape& pay_shape() {
  static const Shape shape{
      "pay",
      {"the part 'pay'", "“付什么”"},
      {"What the line pays, and on what.", "付什么、按什么付。"},
      std::vector<Member>{
          {"of",
           expression(),
           {"Of", "计返基数"},
           {"The earning measure: net sales unless said otherwise, units for per_unit.",
            "计返基数;默认净销售额,per_unit 默认数量。"},
           "\"net_sales\""}} +
          payout_members() +
          std::vector<Member>{
              mode_member(),
              {"baseline",
               value(),
               {"Baseline", "基数"},
               {"What lies above it is paid, in mode excess.", "超出此数部分计返(excess)。"}},
              {"bands",
               list(object(band_shape())),
               {"Bands", "档"},
               {"What is paid by bands.", "各档所付。"}},
              {"table",
               either({id(), object(matrix_shape())}),
               {"Table", "表"},
               {"A declared table, or one printed here.", "已声明的表,或在此列出。"}},
              {"times",
               either({value(), list(value())}),
               {"Times", "系数"},
               {"A coefficient, or several.", "系数,可多个。"}},
              {"as",
               either({word({"credit_note", "payment", "on_invoice", "offset"}),
                       object(form_shape())}),
               {"Form", "支付形式"},
               {"How it is paid.", "支付形式。"},
               "\"credit_note\""},
              {"to",
               either({expression(), list(object(share_shape())), object(payee_shape())}),
               {"Payee", "收款方"},
               {"Who is paid: a field, shares, every key by its measure, or a table.",
                "付给谁:字段、份额、按键分摊或表。"}},
              {"book",
               object(spread_shape()),
               {"Booked to", "入账归属"},
               {"Where it is booked.", "入账归属。"}},
              {"sets",
               look(kFieldName),
               {"Sets", "评定"},
               {"The outcome is a level of this field, and no money.",
                "结果为该字段的等级,不付款。"}}},
      {kEveryAmount,
       kStepsEvery,
       {K::kNeeds, {"baseline", "mode"}, "a baseline belongs to the mode excess: say 'mode'"},
       {K::kNeeds, {"sets", "bands"}, "'sets' names the level by 'bands'; they are missing"},
       {K::kBandsByMode,
        {"bands", "mode", "sets"},
        "bands need a mode: retroactive (whole amount, 全额累进) or marginal (slices, 超额累进)?",
        Code::kModeMissing},
       {K::kMatrixMode,
        {"table", "mode"},
        "a table by bands needs a mode: retroactive (whole amount, 全额累进) or marginal (slices, "
        "超额累进)?",
        Code::kModeMissing},
       {K::kExcludes,
        {"bands", "rate", "per_unit", "amount", "every", "table"},
        "with bands, what is paid stands in them"},
       {K::kExcludes,
        {"sets", "mode", "rate", "per_unit", "amount", "table"},
        "'sets' gives a level and pays nothing"}}};
  return shape;
}

namespace {

std::vector<Member> parts() {
  return {{"who",
           either({expression(), object(who_shape())}),
           {"Who", "谁"},
           {"Who may earn it: a condition on the partner.", "谁可获返利:对伙伴的条件。"}},
          {"when",
           either({look(kPeriod), object(when_shape())}),
           {"When", "何时"},
           {"Over which time: a period and how it is settled.", "期间与结算方式。"}},
          {"what",
           either({expression(), object(what_shape())}),
           {"What", "对什么"},
           {"On what: a condition on rows and the key of a line, or other rules.",
            "对记录的条件与分行键,或其他规则。"}},
          {"qualify",
           either({expression(), object(qualify_shape())}),
           {"Qualify", "达到多少"},
           {"How far did they get: the qualifying measure and conditions.", "定档指标与条件。"}},
          {"pay",
           either({rate(), object(pay_shape())}),
           {"Pay", "付什么"},
           {"What does that pay: a rate, or the full form.", "付什么:费率,或完整写法。"}},
          {"limit",
           object(limit_shape()),
           {"Limit", "限制"},
           {"Within which limits.", "上下限、预算与取整。"}}};
}

}  // namespace

const Shape& rule_shape() {
  static const Shape shape{
      "rule",
      {"a rule", "规则"},
      {"Six questions: who, when, what, qualify, pay, limit.",
       "六问:谁、何时、对什么、达到多少、付什么、限制。"},
      std::vector<Member>{{"id",
                           id(),
                           {"Id", "编号"},
                           {"Its name, unique in the policy.", "政策内唯一的编号。"},
                           {},
                           true}} +
          parts(),
      {{K::kRulePays,
        {"pay", "what"},
        "a rule says what it pays: 'pay', or 'what' with sum_of, best_of or first_of",
        Code::kMissingMember}}};
  return shape;
}

const Shape& defaults_shape() {
  static const Shape shape{
      "defaults",
      {"the defaults", "默认值"},
      {"Parts that every rule takes where it does not state the member itself.",
       "规则未写明时采用的部分。"},
      parts(),
      {}};
  return shape;
}

}  // namespace rebate::grammar
