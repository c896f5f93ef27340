// SPDX-License-Identifier: Apache-2.0
//
// The nouns of the format and their fields. A partner's tier and a stage's name are texts here; a
// policy that lists their levels makes them levels.
#include "rebate/policy/vocabulary.hpp"

#include <array>

namespace rebate {
namespace {

constexpr Type kText = Type::kText;
constexpr Type kNumber = Type::kNumber;
constexpr Type kMoney = Type::kMoney;
constexpr Type kQuantity = Type::kQuantity;
constexpr Type kRatio = Type::kRatio;
constexpr Type kDate = Type::kDate;
constexpr Type kFlag = Type::kFlag;

constexpr auto kNouns = std::to_array<NounWord>({
    {"partner", "partners", false, "partner", "渠道伙伴"},
    {"branch", "", false, "branch", "下级分支"},
    {"product", "products", false, "product", "产品"},
    {"customer", "customers", false, "customer", "客户"},
    {"sale", "sales", true, "sale", "销售"},
    {"sellout", "sellout", true, "sell-out", "终端销售"},
    {"payment", "payments", true, "payment", "收款"},
    {"invoice", "invoices", true, "invoice", "发票"},
    {"claim", "claims", true, "claim", "费用申请"},
    {"stage", "stages", true, "deal stage", "项目阶段"},
    {"activity", "activities", true, "activity", "活动"},
    {"stock", "stock", true, "stock", "库存"},
    {"adjustment", "adjustments", true, "adjustment", "人工调整"},
    {"period", "", false, "period", "期间"},
});

constexpr auto kFields = std::to_array<FieldWord>({
    {"partner", "id", kText, "partner", "伙伴编号"},
    {"partner", "name", kText, "name", "名称"},
    {"partner", "kind", kText, "kind", "类型"},
    {"partner", "tier", kText, "tier", "级别"},
    {"partner", "region", kText, "region", "区域"},
    {"partner", "parent", kText, "parent", "上级"},
    {"partner", "group", kText, "group", "集团"},
    {"partner", "joined", kDate, "joined on", "加入日期"},
    {"partner", "left", kDate, "left on", "退出日期"},
    {"partner", "rating", kText, "credit rating", "信用评级"},
    {"partner", "currency", kText, "currency", "币种"},
    {"partner", "area", kNumber, "floor area", "面积"},
    {"partner", "choice", kText, "chosen package", "所选套餐"},

    {"product", "id", kText, "product", "产品编号"},
    {"product", "name", kText, "name", "名称"},
    {"product", "line", kText, "line", "产品线"},
    {"product", "category", kText, "category", "品类"},
    {"product", "brand", kText, "brand", "品牌"},
    {"product", "model", kText, "model", "型号"},
    {"product", "launched", kDate, "launched on", "上市日期"},
    {"product", "state", kText, "life-cycle state", "生命周期状态"},
    {"product", "margin_class", kText, "margin class", "毛利等级"},
    {"product", "weight", kNumber, "weight per base unit", "单位重量"},
    {"product", "list", kMoney, "list price per base unit", "单位目录价"},
    {"product", "cost", kMoney, "cost per base unit", "单位成本"},

    {"customer", "id", kText, "customer", "客户编号"},
    {"customer", "name", kText, "name", "名称"},
    {"customer", "group", kText, "group", "客户组"},
    {"customer", "region", kText, "region", "区域"},
    {"customer", "kind", kText, "kind", "类型"},
    {"customer", "first_purchase", kDate, "first purchase on", "首购日期"},

    {"sale", "id", kText, "sale", "销售行编号"},
    {"sale", "document", kText, "document", "单据"},
    {"sale", "line", kText, "line of the document", "单据行"},
    {"sale", "date", kDate, "date", "日期"},
    {"sale", "posted", kDate, "posted on", "入账日期"},
    {"sale", "partner", kText, "partner", "渠道伙伴"},
    {"sale", "customer", kText, "customer", "客户"},
    {"sale", "product", kText, "product", "产品"},
    {"sale", "quantity", kQuantity, "quantity", "数量"},
    {"sale", "unit", kText, "unit", "单位"},
    {"sale", "net", kMoney, "net amount", "净额"},
    {"sale", "tax", kMoney, "tax", "税额"},
    {"sale", "gross", kMoney, "gross amount", "含税金额"},
    {"sale", "list", kMoney, "amount at list price", "目录价金额"},
    {"sale", "cost", kMoney, "cost", "成本"},
    {"sale", "price", kMoney, "price per unit", "单价"},
    {"sale", "currency", kText, "currency", "币种"},
    {"sale", "region", kText, "region", "区域"},
    {"sale", "store", kText, "store", "门店"},
    {"sale", "staff", kText, "staff", "销售人员"},
    {"sale", "ship_to", kText, "ship-to", "送达方"},
    {"sale", "type", kText, "type", "类型"},
    {"sale", "reverses", kText, "sale it reverses", "冲销的销售"},
    {"sale", "promo", kText, "promotion", "促销"},
    {"sale", "registration", kText, "deal registration", "报备编号"},

    {"sellout", "id", kText, "sell-out", "终端销售行编号"},
    {"sellout", "document", kText, "document", "单据"},
    {"sellout", "line", kText, "line of the document", "单据行"},
    {"sellout", "date", kDate, "date", "日期"},
    {"sellout", "posted", kDate, "posted on", "入账日期"},
    {"sellout", "partner", kText, "partner", "渠道伙伴"},
    {"sellout", "customer", kText, "customer", "客户"},
    {"sellout", "product", kText, "product", "产品"},
    {"sellout", "quantity", kQuantity, "quantity", "数量"},
    {"sellout", "net", kMoney, "net amount", "净额"},
    {"sellout", "price", kMoney, "price per unit", "单价"},
    {"sellout", "region", kText, "region", "区域"},
    {"sellout", "store", kText, "store", "门店"},
    {"sellout", "staff", kText, "staff", "促销员"},
    {"sellout", "pickup_partner", kText, "partner of the pick-up", "提货伙伴"},
    {"sellout", "serial", kText, "serial number", "序列号"},
    {"sellout", "reverses", kText, "sell-out it reverses", "冲销的终端销售"},

    {"payment", "id", kText, "payment", "收款编号"},
    {"payment", "date", kDate, "date", "日期"},
    {"payment", "posted", kDate, "posted on", "入账日期"},
    {"payment", "partner", kText, "partner", "渠道伙伴"},
    {"payment", "invoice", kText, "invoice", "发票"},
    {"payment", "amount", kMoney, "amount", "金额"},
    {"payment", "settles", kMoney, "amount it settles", "核销金额"},
    {"payment", "kind", kText, "kind", "类型"},

    {"invoice", "id", kText, "invoice", "发票编号"},
    {"invoice", "date", kDate, "date", "日期"},
    {"invoice", "partner", kText, "partner", "渠道伙伴"},
    {"invoice", "due", kDate, "due on", "到期日"},
    {"invoice", "net", kMoney, "net amount", "净额"},
    {"invoice", "gross", kMoney, "gross amount", "含税金额"},
    {"invoice", "open", kMoney, "open amount", "未结金额"},

    {"claim", "id", kText, "claim", "申请编号"},
    {"claim", "kind", kText, "kind", "类型"},
    {"claim", "project", kText, "project", "项目"},
    {"claim", "fund", kText, "fund", "基金"},
    {"claim", "date", kDate, "date", "日期"},
    {"claim", "posted", kDate, "posted on", "入账日期"},
    {"claim", "partner", kText, "partner", "渠道伙伴"},
    {"claim", "status", kText, "status", "状态"},
    {"claim", "requested", kMoney, "requested amount", "申请金额"},
    {"claim", "approved", kMoney, "approved amount", "批准金额"},
    {"claim", "amount", kMoney, "claimed amount", "核销金额"},
    {"claim", "spent", kMoney, "spent amount", "实际花费"},
    {"claim", "proof", kText, "proof", "凭证"},
    {"claim", "proof_date", kDate, "proof received on", "凭证日期"},
    {"claim", "expires", kDate, "expires on", "有效期"},
    {"claim", "product", kText, "product", "产品"},
    {"claim", "quantity", kQuantity, "quantity", "数量"},
    {"claim", "store", kText, "store", "门店"},

    {"stage", "id", kText, "stage row", "阶段行编号"},
    {"stage", "deal", kText, "deal", "项目"},
    {"stage", "name", kText, "stage", "阶段"},
    {"stage", "date", kDate, "date", "日期"},
    {"stage", "posted", kDate, "posted on", "入账日期"},
    {"stage", "partner", kText, "partner", "渠道伙伴"},
    {"stage", "customer", kText, "customer", "客户"},
    {"stage", "status", kText, "status", "状态"},
    {"stage", "value", kMoney, "value of the deal", "项目金额"},
    {"stage", "registered", kDate, "registered on", "报备日期"},
    {"stage", "expires", kDate, "expires on", "有效期"},

    {"activity", "id", kText, "activity", "活动编号"},
    {"activity", "kind", kText, "kind", "类型"},
    {"activity", "date", kDate, "date", "日期"},
    {"activity", "posted", kDate, "posted on", "入账日期"},
    {"activity", "partner", kText, "partner", "渠道伙伴"},
    {"activity", "staff", kText, "staff", "人员"},
    {"activity", "store", kText, "store", "门店"},
    {"activity", "product", kText, "product", "产品"},
    {"activity", "quantity", kQuantity, "quantity", "数量"},
    {"activity", "amount", kMoney, "amount", "金额"},
    {"activity", "passed", kFlag, "passed", "通过"},
    {"activity", "ref", kText, "reference", "参考号"},
    {"activity", "active_on", kDate, "active on", "活跃日期"},

    {"stock", "id", kText, "stock row", "库存行编号"},
    {"stock", "date", kDate, "date", "日期"},
    {"stock", "posted", kDate, "posted on", "入账日期"},
    {"stock", "partner", kText, "partner", "渠道伙伴"},
    {"stock", "product", kText, "product", "产品"},
    {"stock", "quantity", kQuantity, "quantity", "数量"},
    {"stock", "value", kMoney, "value", "金额"},

    {"adjustment", "id", kText, "adjustment", "调整编号"},
    {"adjustment", "date", kDate, "date", "日期"},
    {"adjustment", "posted", kDate, "posted on", "入账日期"},
    {"adjustment", "partner", kText, "partner", "渠道伙伴"},
    {"adjustment", "rule", kText, "rule", "规则"},
    {"adjustment", "period", kText, "period", "期间"},
    {"adjustment", "amount", kMoney, "amount", "金额"},
    {"adjustment", "reason", kText, "reason", "原因"},
    {"adjustment", "text", kText, "text", "说明"},
    {"adjustment", "approved_by", kText, "approved by", "批准人"},
    {"adjustment", "approved_on", kDate, "approved on", "批准日期"},
    {"adjustment", "document", kText, "document", "单据"},

    {"period", "start", kDate, "start of the period", "期间开始"},
    {"period", "end", kDate, "end of the period", "期间结束"},
    {"period", "days", kNumber, "days of the period", "期间天数"},
    {"period", "month", kNumber, "month", "月份"},
    {"period", "quarter", kNumber, "quarter", "季度"},
    {"period", "year", kNumber, "year", "年度"},
    {"period", "elapsed", kRatio, "elapsed part of the period", "已过期间占比"},
});

constexpr auto kMeasures = std::to_array<MeasureWord>({
    {"net_sales", "sum(sale.net)", "net sales", "净销售额"},
    {"gross_sales", "sum(sale.gross)", "gross sales", "含税销售额"},
    {"units", "sum(sale.quantity)", "units sold", "销售数量"},
    {"orders", "distinct(sale.document)", "orders", "订单数"},
    {"customers", "distinct(sale.customer)", "customers", "客户数"},
    {"sold_out", "sum(sellout.net)", "sell-out", "终端销售额"},
    {"collected", "sum(payment.amount)", "payments received", "回款额"},
    {"approved_claims", "sum(min(claim.amount, claim.approved)).where(claim.status == 'approved')",
     "approved claims", "核销费用"},
});

}  // namespace

std::span<const NounWord> nouns() { return kNouns; }
std::span<const FieldWord> fields() { return kFields; }
std::span<const MeasureWord> built_in_measures() { return kMeasures; }

}  // namespace rebate
