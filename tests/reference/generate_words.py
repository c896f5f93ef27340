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
        "formula": "sum(sale.quantity * product.weight)", "share": "net_sales / unfiltered(net_sales) * 300",
        "where-last_year": "net_sales.where(product.line in core).during(last_year)",
        "trailing-two": "net_sales.during(trailing(2, 'quarter'))",
        "to_date-quarter": "net_sales.during(to_date('quarter'))",
        "years_ago-where": "units.during(years_ago(1))",
        "distinct": "distinct(product.id) * 60", "prior-units": "units.during(prior)",
        "previous-one": "net_sales.during(previous(1))",
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

# The capability that a measure of sales brings in, by the beginning of its name.
BRINGS = {
    "where": "m:where", "demo": "m:where", "smallest": "m:extreme", "largest": "m:extreme", "average": "m:average",
    "first": "m:extreme", "last": "m:extreme", "last_year": "w:last_year", "years_ago": "w:years_ago",
    "prior": "w:prior", "previous": "w:previous", "to_date": "w:to_date", "trailing": "w:trailing",
    "lifetime": "w:lifetime", "quoted": "w:range", "between": "w:range", "among": "m:among",
    "unfiltered": "m:unfiltered",
    "share": "m:unfiltered", "within": "m:within", "by": "m:by", "formula": "m:formula", "profit": "m:formula",
    "distinct": "m:distinct",
}  # fmt: skip


# Measures of sales that are quantities or plain numbers: no rate can be taken of them.
NO_MONEY = ("formula", "share", "years_ago-where", "distinct", "prior-units")


def brings(name):
    return BRINGS.get(name) or BRINGS.get(name.split("-")[0])


COUNTS = {
    "sale": {
        "units": "units", "orders": "orders", "customers": "customers", "count": "count(sale)",
        "distinct-product": "distinct(sale.product)", "count-where": "count(sale).where(sale.net > 50)",
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
        """One of the choices, a wanted one first."""
        names = sorted(choices)
        name = self.maker.dice.choice(names)
        if feature.endswith(".sale"):
            wanted = [n for n in names if brings(n) in self.maker.wanted]
            if wanted:
                name = self.maker.dice.choice(wanted)
                self.maker.wanted.discard(brings(name))
        self.maker.note(f"{feature}:{name}")
        return choices[name]

    def condition(self, noun):
        maker = self.maker
        text = self.one(f"where.{noun}", CONDITIONS[noun])
        if maker.chance(20):
            maker.note("where:two")
            other = self.one(f"where.{noun}", CONDITIONS[noun])
            text = f"({text}) {maker.pick('&&', '||')} ({other})"
        if maker.take("names:condition", 12):
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
        if self.maker.restates:  # whether all rows of the partner are restated, too, is not judged
            choices = {name: text for name, text in choices.items() if brings(name) != "m:unfiltered"}
        if "partner." not in self.maker.where:
            return choices
        return {name: text for name, text in choices.items() if not name.startswith("among")}

    def earning(self, noun, keyed):
        """The earning measure, or None for the one that is meant when none is written."""
        maker = self.maker
        if noun == "sale" and maker.chance(50) and not (self.wanted_measures() and maker.chance(60)):
            return None
        if noun == "visit" or maker.slots.get("steady"):
            return None
        if keyed == noun and maker.chance(40):
            maker.note("of:row-field")
            return {"sale": "sale.net", "sellout": "sellout.net", "payment": "payment.settles",
                    "claim": "min(claim.amount, claim.approved)"}[noun]  # fmt: skip
        money = {name: text for name, text in self.measures(noun).items() if name not in NO_MONEY}
        text = self.one(f"of.{noun}", money)
        return self.named(text)

    def named(self, text):
        maker = self.maker
        if maker.take("names:measure", 12):
            maker.note("measure:named")
            name = f"f{len(maker.measures) + 1}"
            maker.measures[name] = text
            return name
        return text

    def quantity(self, noun):
        if noun == "sale" and (self.maker.wants("m:formula") or self.maker.chance(20)):
            return "sum(sale.quantity * product.weight)"
        return {"sale": "units", "sellout": "sum(sellout.quantity)"}.get(noun)

    def amount(self, noun):
        self.maker.note("amount:formula")
        if noun == "sale":
            return "1% * net_sales + 2"
        return "partner.tier >= 'gold' ? 20 : 10"

    def wanted_measures(self):
        """Wanted capabilities that a measure of sales brings in."""
        choices = {brings(name) for name in self.measures("sale")}
        return [name for name in sorted(self.maker.wanted) if name in choices]

    def measure_gate(self, capability):
        """A condition on a measure that brings the capability in."""
        choices = {n: text for n, text in self.measures("sale").items() if brings(n) == capability}
        self.maker.wanted.discard(capability)
        name = self.maker.dice.choice(sorted(choices))
        self.maker.note(f"gate.sale:{name}")
        return choices[name] + self.maker.pick(" >= 100", " > 0", " >= 0", " < 1000", " != 100")

    def attainment(self):
        """attainment of a target whose period contains that of the rule at hand."""
        maker = self.maker
        per = self.target_period(maker.per)
        kind = maker.slots.get("target") or maker.pick("plain", "plain", "plain", "core", "is", "for", "each")
        if kind == "each" and maker.each not in ("product.line", "sale.store"):
            kind = "plain"
        of = "net_sales.where(product.line in core)" if kind == "core" else "net_sales"
        name = f"{kind}_{per}"
        maker.note("attainment")
        maker.note(f"target:{kind}")
        if name not in maker.targets:
            maker.targets[name] = {"of": of, "per": per}
            if kind == "is":
                maker.targets[name]["is"] = maker.pick(
                    "1.5 * net_sales.during(last_year)", "net_sales.during(last_year) + 100"
                )
            elif kind == "for":
                maker.targets[name]["for"] = maker.pick("partner.region", "partner.region", "partner.tier")
            elif kind == "each":
                maker.targets[name]["each"] = maker.each
        spec = maker.targets[name]
        if kind == "each" and spec["each"] != maker.each:
            return self.plain_attainment(per)
        self.phase(spec, per)
        return f"attainment('{name}')"

    def plain_attainment(self, per):
        spec = self.maker.targets.setdefault(f"plain_{per}", {"of": "net_sales", "per": per})
        self.phase(spec, per)
        return f"attainment('plain_{per}')"

    def phase(self, spec, per):
        """A target says how it is phased as soon as a rule's period or instalment ends before it."""
        maker = self.maker
        if (maker.per != per or maker.settles) and "phased" not in spec:
            spec["phased"] = maker.choose("phased", "linear", "none")
        if not maker.per[0].isalpha() and spec.get("phased") == "linear" and "-" in maker.per:
            spec["phased"] = "none"

    def target_period(self, per):
        if per in ("quarter", "month", "half_month") and "phased" not in self.maker.slots and self.maker.chance(40):
            return "quarter"
        return "policy" if per in ("policy", "week", "2 week", "10 day") else "year"

    def qualifying(self, noun, of, mode, keyed):
        """(by, kind of edges). Slices need a `by` that grows with the earning measure."""
        maker = self.maker
        spread = mode in ("marginal", "excess")
        kinds = ["itself", "itself"]
        if noun == "sale":
            kinds += ["attainment", "attainment", "growth", "growth"]
            kinds += [] if spread else ["count", "other", "other", "kpi", "level", "score", "streak", "coverage"]
            kinds += ["rank"] if mode == "retroactive" else []
            kinds += ["so_far"] if maker.slots.get("by") == "so_far" and keyed == "sale" and not spread else []
        elif noun == "payment" and keyed == "payment" and not spread:
            kinds += ["days", "days"]
        elif not spread:
            kinds += ["count", "kpi", "score"]
        kinds = [kind for kind in kinds if kind != "score" or not maker.restates]
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
        if kind == "score":
            return self.score(), "score"
        if kind == "so_far":
            return maker.pick("net_sales.during(so_far)", "units.during(so_far) * 20"), "net_sales"
        if kind == "streak":
            condition = maker.pick("net_sales >= 100", "net_sales > 0", "growth(net_sales) > 0%")
            if maker.settles or maker.per in ("policy",) or maker.per[0].isdigit():
                return None, "net_sales"
            return f"streak({condition}, {maker.pick(2, 3)})", "count"
        if kind == "rank":
            return maker.pick("rank(net_sales)", "rank(net_sales, units)", "rank(net_sales, units)"), "rank"
        if kind == "coverage":
            field = maker.pick("product.line", "product.category", "product.id")
            return f"distinct({field}) / offered({field})", "ratio"
        if kind == "level":
            return "months(partner.joined, period.end)", "count"
        if kind == "count":
            return self.one(f"by.{noun}", COUNTS[noun]), "count"
        return self.named(self.one(f"by.{noun}", self.measures(noun))), "net_sales"

    def score(self):
        """A scorecard of two items, one a figure on file, one banded."""
        maker = self.maker
        maker.kpis.add("score")
        if "card" not in maker.scores:
            items = [
                {"id": "kpi", "weight": "60%", "of": maker.pick("kpi('score')", "clamp(kpi('score'), 0, 90)")},
                {"id": "sales", "weight": "40%", "of": "unfiltered(net_sales)",
                 "bands": [{"from": 0, "score": 40}, {"above": 100, "score": 80}, {"from": 300, "score": 100}]},
            ]  # fmt: skip
            if maker.chance(60):
                maker.note("score:when_missing")
                items[0]["when_missing"] = "50"
            maker.scores["card"] = {"items": items}
            if maker.chance(30):
                maker.note("score:veto")
                maker.scores["card"]["veto"] = ["unfiltered(net_sales) < 0"]
            maker.scores["card"]["grades"] = [
                {"level": "low"},
                {"from": 60, "level": "middle"},
                {"above": 80, "level": "high"},
            ]
        return "score('card')"

    def other_noun_gate(self):
        self.maker.nouns.add("sellout")
        return self.maker.pick("sold_out > 100", "count(sellout) >= 1", "sold_out >= 50% * net_sales", "sold_out < 500")

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
            return self.other_noun_gate()
        if kind == "growth" and noun == "sale":
            return "growth(net_sales) >= 10%"
        if kind == "attainment" and noun == "sale":
            return f"{self.attainment()} >= 80%"
        if kind == "logic":
            return "has(partner.parent) || !(net_sales >= 100)" if noun == "sale" else "!has(partner.parent)"
        if kind == "measure" and MEASURES[noun]:
            return self.one(f"gate.{noun}", self.measures(noun)) + maker.pick(" >= 100", " > 0", " < 200")
        return self.one(f"gate.{noun}", COUNTS[noun]) + maker.pick(" >= 1", " >= 2", " == 3")
