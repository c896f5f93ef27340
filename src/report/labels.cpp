// SPDX-License-Identifier: Apache-2.0
#include "report/labels.hpp"

namespace rebate {
namespace {

constexpr Labels kEnglish = {
    .statement = "Statement",
    .policy = "policy",
    .version = "version",
    .as_of = "as of",
    .before_tax = "amounts before tax",
    .after_tax = "amounts after tax",
    .lines = "lines",
    .on_invoice = "on invoice",
    .into_fund = "into the fund",
    .due = "Due",
    .all_partners = "All partners",
    .partners = "partners",
    .fund = "Fund",
    .opened = "open",
    .earned = "earned",
    .drawn = "drawn",
    .expired = "expired",
    .coverage = "Coverage",
    .nothing_left = "every row is used, every rule has rows, nothing was missing",
    .unused = "rows used by no rule",
    .used_twice = "rows paid by two rules",
    .pairs = "pairs of rules that pay the same rows",
    .rule_without_rows = "rules without rows",
    .rule_paid_nothing = "rules that paid nothing",
    .without_target = "partners without target",
    .without_baseline = "partners without prior period",
    .missing = "conditions that met missing values",
    .rows = "rows",
    .times = "times",
    .first = "first",
    .and_word = "and",
    .more = "more",
    .open_bracket = " (",
    .close_bracket = ")",
};

constexpr Labels kChinese = {
    .statement = "对账单",
    .policy = "政策",
    .version = "版本",
    .as_of = "截至",
    .before_tax = "金额不含税",
    .after_tax = "金额含税",
    .lines = "条",
    .on_invoice = "票面折扣",
    .into_fund = "计入基金",
    .due = "应付合计",
    .all_partners = "全部伙伴",
    .partners = "个伙伴",
    .fund = "基金",
    .opened = "期初",
    .earned = "计入",
    .drawn = "支用",
    .expired = "到期",
    .coverage = "覆盖情况",
    .nothing_left = "所有数据均已计入,所有规则均有数据,无缺失",
    .unused = "未被任何规则使用的数据",
    .used_twice = "被两条规则重复计入的数据",
    .pairs = "计入相同数据的规则对",
    .rule_without_rows = "没有数据的规则",
    .rule_paid_nothing = "未产生金额的规则",
    .without_target = "无目标的伙伴",
    .without_baseline = "无基期的伙伴",
    .missing = "遇到缺失值的条件",
    .rows = "行",
    .times = "次",
    .first = "首条",
    .and_word = "与",
    .more = "条未列出",
    .open_bracket = "(",
    .close_bracket = ")",
};

}  // namespace

const Labels& labels_of(Language language) {
  switch (language) {
    case Language::kEnglish:
      return kEnglish;
    case Language::kChinese:
      return kChinese;
  }
  return kEnglish;
}

}  // namespace rebate
