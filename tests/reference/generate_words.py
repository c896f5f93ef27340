# SPDX-License-Identifier: Apache-2.0
"""Random expressions for policies: conditions, keys, measures, gates. Each kind is noted as a feature."""

CONDITIONS = {
    "sale": {
        "line": "product.line == 'L1'",
        "set": "product.line in core",
        "not-set": "!(product.line in core)",
        "product": "product.id in ['A', 'B']",
        "customer": "customer.region == 'west'",
        "cross": "sale.region != partner.region",
        "demo": "sale.type == 'demo'",
        "types": "sale.type in ['sale', 'demo', 'return']",
        "has": "has(sale.promo)",
        "before": "sale.date < '2025-05-01'",
        "in-range": "sale.date in '2025-Q2'",
        "size": "sale.net >= 100",
        "launched": "months(product.launched, sale.date) < 6",
        "new-customer": "customer.first_purchase in period",
        "or": "product.line == 'L2' || customer.group == 'key'",
        "arith": "sale.quantity * product.weight > 10",
        "weekday": "weekday(sale.date) <= 3",
        "text": "startsWith(product.line, 'L')",
    },
    "sellout": {
        "line": "product.line == 'L1'",
        "cross": "sellout.region != partner.region",
        "has": "has(sellout.serial)",
        "size": "sellout.net > 50",
        "store": "sellout.store in ['S1', 'S2']",
    },
    "payment": {
        "kind": "payment.kind != 'advance'",
        "late": "days(invoice.due, payment.date) <= 0",
        "size": "payment.amount > 0",
    },
    "claim": {
        "kind": "claim.kind == 'ad' && claim.status == 'approved'",
        "proof": "has(claim.proof)",
        "spent": "claim.spent <= claim.approved",
    },
    "visit": {"grade": "visit.grade == 'A'", "score": "visit.score >= 50"},
}

KEYS = {
    "sale": [
        "sale", "sale.document", "product.line", "product.id", "customer.id", "sale.store",
        ["product.line", "customer.region"], "sale.region",
    ],
    "sellout": ["sellout", "sellout.store", "product.line", "sellout.document"],
    "payment": ["payment", "payment.invoice"],
    "claim": ["claim", "claim.project", "claim.kind"],
    "visit": ["visit", "visit.store"],
}  # fmt: skip

MEASURES = {
    "sale": {
        "net_sales": "net_sales", "gross": "gross_sales", "sum": "sum(sale.net)", "profit": "sum(sale.net - sale.cost)",
        "where": "net_sales.where(product.line in core)", "demo": "net_sales.where(sale.type == 'demo')",
        "smallest": "smallest(sale.net)", "largest": "largest(sale.net)", "average": "average(sale.net)",
        "first": "first(sale.net)", "last": "last(sale.net)",
        "last_year": "net_sales.during(last_year)", "years_ago": "net_sales.during(years_ago(1))",
        "prior": "net_sales.during(prior)", "previous": "net_sales.during(previous(2))",
        "to_date": "net_sales.during(to_date('year'))", "trailing": "net_sales.during(trailing(3, 'month'))",
        "lifetime": "net_sales.during(lifetime)", "quoted": "net_sales.during('2025-Q1')",
        "between": "net_sales.during(between('2025-02-01', '2025-04-30'))",
        "among-all": "net_sales.among(all)", "among-region": "net_sales.among(partner.region)",
        "unfiltered": "unfiltered(net_sales)", "within-all": "net_sales.within(all)",
        "min": "min(net_sales, 300)", "max": "max(net_sales, 0)",
        "by-top": "net_sales.by(product.line).top(1)", "by-largest": "net_sales.by(product.id).largest()",
        "by-sum": "net_sales.by(product.line).sum(max(it, 0))",
    },
    "sellout": {
        "sold_out": "sold_out", "sum": "sum(sellout.net)", "last_year": "sold_out.during(last_year)",
        "where": "sold_out.where(product.line == 'L1')",
    },
    "payment": {"collected": "collected", "settles": "sum(payment.settles)"},
    "claim": {
        "approved": "approved_claims", "sum": "sum(claim.amount)", "min": "sum(min(claim.amount, claim.approved))",
    },
    "visit": {},
}  # fmt: skip

COUNTS = {
    "sale": {
        "units": "units", "orders": "orders", "customers": "customers", "count": "count(sale)",
        "distinct-line": "distinct(product.line)", "count-where": "count(sale).where(sale.net > 50)",
        "by-count": "net_sales.by(product.line).count(it >= 100)",
    },
    "sellout": {"count": "count(sellout)", "quantity": "sum(sellout.quantity)"},
    "payment": {"count": "count(payment)"},
    "claim": {"count": "count(claim)", "projects": "distinct(claim.project)"},
    "visit": {"count": "count(visit)", "average": "average(visit.score)"},
}  # fmt: skip


class Words:
    """Writes expressions for one case; what they need of the data is noted with the maker."""

    def __init__(self, maker):
        self.maker = maker

    def one(self, feature, choices):
        name = self.maker.dice.choice(sorted(choices))
        self.maker.note(f"{feature}:{name}")
        return choices[name]

    def condition(self, noun):
        maker = self.maker
        text = self.one(f"where.{noun}", CONDITIONS[noun])
        if maker.chance(20):
            maker.note("where:two")
            other = self.one(f"where.{noun}", CONDITIONS[noun])
            text = f"({text}) {maker.pick('&&', '||')} ({other})"
        if maker.chance(15):
            maker.note("condition:named")
            name = f"c{len(maker.conditions) + 1}"
            maker.conditions[name] = text
            return maker.pick(name, f"!{name}")
        return text

    def key(self, noun):
        return self.maker.dice.choice(KEYS[noun])

    def measures(self, noun):
        """The measures of a noun; those over other partners' rows not under a condition that names the partner."""
        choices = MEASURES[noun]
        if "partner." not in self.maker.where:
            return choices
        return {name: text for name, text in choices.items() if not name.startswith("among")}

    def earning(self, noun, keyed):
        """The earning measure, or None for the one that is meant when none is written."""
        maker = self.maker
        if noun == "sale" and maker.chance(50):
            return None
        if noun == "visit":
            return None
        if keyed == noun and maker.chance(40):
            maker.note("of:row-field")
            return {"sale": "sale.net", "sellout": "sellout.net", "payment": "payment.settles",
                    "claim": "min(claim.amount, claim.approved)"}[noun]  # fmt: skip
        text = self.one(f"of.{noun}", self.measures(noun))
        return self.named(text)

    def named(self, text):
        maker = self.maker
        if maker.chance(15):
            maker.note("measure:named")
            name = f"f{len(maker.measures) + 1}"
            maker.measures[name] = text
            return name
        return text

    def quantity(self, noun):
        return {"sale": "units", "sellout": "sum(sellout.quantity)"}.get(noun)

    def amount(self, noun):
        self.maker.note("amount:formula")
        if noun == "sale":
            return "1% * net_sales + 2"
        return "partner.tier >= 'gold' ? 20 : 10"

    def attainment(self):
        """attainment of a target whose period contains that of the rule at hand."""
        maker = self.maker
        per = self.target_period(maker.per)
        name = {"year": maker.pick("annual", "other"), "quarter": "quarterly", "policy": "whole"}[per]
        of = maker.pick("net_sales", "net_sales.where(product.line in core)") if name == "other" else "net_sales"
        maker.note("attainment")
        if name not in maker.targets:
            maker.targets[name] = {"of": of, "per": per}
            if maker.chance(15):
                maker.note("target:is")
                maker.targets[name]["is"] = "1.5 * net_sales.during(last_year)"
        spec = maker.targets[name]
        if (maker.per != per or maker.settles) and "phased" not in spec:
            spec["phased"] = maker.choose("phased", "linear", "none")
        if not maker.per[0].isalpha() and spec.get("phased") == "linear" and "-" in maker.per:
            spec["phased"] = "none"
        return f"attainment('{name}')"

    def target_period(self, per):
        if per in ("quarter", "month", "half_month") and self.maker.chance(40):
            return "quarter"
        if per == "policy":
            return "policy"
        return "year"

    def qualifying(self, noun, of, mode, keyed):
        """(by, kind of edges). Slices need a `by` that grows with the earning measure."""
        maker = self.maker
        spread = mode in ("marginal", "excess")
        kinds = ["itself", "itself"]
        if noun == "sale":
            kinds += ["attainment", "attainment", "growth", "growth"]
            kinds += [] if spread else ["count", "other", "kpi", "level"]
        elif noun == "payment" and keyed == "payment" and not spread:
            kinds += ["days", "days"]
        elif not spread:
            kinds += ["count", "kpi"]
        kind = maker.choose("by", *kinds)
        if kind == "itself":
            return None, "net_sales"
        if kind == "attainment":
            if spread and of is not None:
                return None, "net_sales"
            text = self.attainment()
            if spread:
                maker.targets[text[12:-2]]["of"] = "net_sales"
            return text, "ratio"
        if kind == "growth":
            if spread:
                return "growth(net_sales)", "increment"
            return maker.pick("growth(net_sales)", "net_sales / net_sales.during(last_year)"), "growth"
        if kind == "days":
            return maker.pick("days(invoice.date, payment.date)", "days(invoice.due, payment.date)"), "days"
        if kind == "kpi":
            maker.kpis.add("score")
            return "kpi('score')", "net_sales"
        if kind == "level":
            return "months(partner.joined, period.end)", "count"
        if kind == "count":
            return self.one(f"by.{noun}", COUNTS[noun]), "count"
        return self.named(self.one(f"by.{noun}", self.measures(noun))), "net_sales"

    def gate(self, noun, keyed):
        """A condition on the line, true about half the time."""
        maker = self.maker
        kinds = ["measure", "count", "tier", "kpi", "growth", "attainment", "logic"]
        kind = maker.choose("gate", *kinds, *([] if maker.amounts_only else ["other-noun"]))
        if kind == "kpi":
            maker.kpis.add("score")
            either = "kpi('score') < 50 || net_sales > 0" if noun == "sale" else "kpi('score') <= 50"
            return maker.pick("kpi('score') >= 80", either)
        if kind == "tier":
            return "partner.tier >= 'silver'"
        if kind == "other-noun":
            maker.nouns.add("sellout")
            return maker.pick("sold_out > 100", "count(sellout) >= 1", "sold_out >= 50% * net_sales")
        if kind == "growth" and noun == "sale":
            return "growth(net_sales) >= 10%"
        if kind == "attainment" and noun == "sale":
            return f"{self.attainment()} >= 80%"
        if kind == "logic":
            return "has(partner.parent) || !(net_sales >= 100)" if noun == "sale" else "!has(partner.parent)"
        if kind == "measure" and MEASURES[noun]:
            return self.one(f"gate.{noun}", self.measures(noun)) + maker.pick(" >= 100", " > 0", " < 200")
        return self.one(f"gate.{noun}", COUNTS[noun]) + maker.pick(" >= 1", " >= 2", " == 3")
