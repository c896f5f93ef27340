# SPDX-License-Identifier: Apache-2.0
"""Who earns under a random rule, and when: conditions on the partner, periods, windows, instalments."""

from datetime import timedelta

from rebate_reference.fiscal import Calendar


def make_who(maker, member=False):
    kind = maker.choose("who", *["all"] * 8, "tier", "region", "kind", "parent", "kpi", "joined", "mixed")
    as_of = "start" if maker.wants("who:start") else "row" if maker.wants("who:row") else None
    together = not member and maker.take("who:together", 3)
    if kind == "all" and (maker.wants("who:where") or as_of is not None):
        kind = maker.pick("tier", "region", "mixed")
    condition = {
        "all": None,
        "tier": maker.pick("partner.tier >= 'silver'", "partner.tier == 'gold'", "partner.tier < 'diamond'"),
        "region": maker.pick("partner.region == 'east'", "partner.region in east_side"),
        "kind": "partner.kind in ['dealer', 'shop']",
        "parent": maker.pick("has(partner.parent)", "!has(partner.parent)"),
        "kpi": "kpi('score') >= 80",
        "joined": "months(partner.joined, period.end) >= 3",
        "mixed": "partner.tier >= 'silver' || partner.region == 'west' && !(partner.kind == 'shop')",
    }[kind]
    if kind == "kpi":
        maker.kpis.add("score")
    who = {} if condition is None else {"where": condition}
    if as_of is None and maker.chance(20):
        as_of = maker.pick("start", "end") if together else maker.pick("start", "end", "row")
    if who and as_of is not None and not (as_of == "row" and (together or kind in ("kpi", "joined"))):
        maker.note(f"who.as_of:{as_of}")
        who["as_of"] = as_of
    if together:
        maker.note("who.together")
        maker.data.add("groups")
        who["together"] = maker.pick("partner.group", "partner.group", "partner.region")
    if not who:
        return None
    return condition if list(who) == ["where"] else who


def make_when(maker, noun, policy, member, per):
    short = policy["valid"] == "2025-H1"
    if per is None:
        choices = ["quarter", "quarter", "year", "year", "half", "policy", "month", "2 month", "range", "half_month"]
        if short or maker.slots.get("per") == "week":
            choices += ["week", "2 week", "10 day"]
        per = maker.slots.get("per") or maker.dice.choice(choices)
        if per == "week":
            per = maker.pick("week", "2 week", "10 day")
        maker.note(f"per:{per}")
        if per == "range":
            # A range across two years of a fiscal calendar has no target of a year, and is refused at load.
            per = quarter_of(policy) if maker.has_fiscal_year else maker.pick("2025-Q2", "2025-03-10..2025-05-20")
    when = {"per": per}
    if per in ("year", "policy", "quarter", "half") and maker.take("when:in", 8):
        maker.note("when.in")
        first = Calendar(policy.get("calendar")).named(policy["valid"]).first
        when["in"] = [
            f"{first + timedelta(a)}..{first + timedelta(b)}"
            for a, b in maker.pick([(30, 90)], [(0, 40), (89, 120)], [(0, 58)])
        ]
    elif noun == "sale" and maker.take("when:first_months", 8):
        maker.note("when.first_months")
        when["first_months"] = maker.pick(1, 3, 6, 12)
        when["since"] = maker.pick("product.launched", "partner.joined", "customer.first_purchase")
    settles = {"year": ["quarter", "half", "month"], "policy": ["quarter"], "half": ["quarter", "2 month"]}
    if not member and per in settles and (maker.wanted & {"when:settle", "when:advance"} or maker.chance(10)):
        maker.note("when.settle")
        maker.wanted.discard("when:settle")
        when["settle"] = maker.dice.choice(settles[per])
        if maker.take("when:advance", 40):
            maker.note("when.advance")
            when["advance"] = maker.pick("80%", "50%")
    if noun in ("sale", "claim") and maker.take("when:dated_by", 5):
        maker.note("when.dated_by")
        when["dated_by"] = {"sale": "sale.shipped", "claim": "claim.proof_date"}[noun]
    if not member and maker.take("when:late", 4):
        maker.note("when.close_after_days")
        when["close_after_days"] = maker.pick(3, 10, 45)
    if not member and maker.slots.get("mode") == "retroactive" and maker.take("when:accrue", 3):
        maker.note("when.accrue")
        maker.data.add("when:accrue")
        when["accrue"] = maker.pick("actual", "forecast", {"rate": "3.5%"}, {"band": 1}, {"band": 2})
    return when if len(when) > 1 else per


def quarter_of(policy):
    """The second quarter, or another one that the policy's days have a part of."""
    calendar = Calendar(policy.get("calendar"))
    valid = calendar.named(policy["valid"])
    names = ("2025-Q2", "2025-Q1", "2024-Q4", "2025-Q3", "2025-Q4")
    return next(name for name in names if calendar.named(name).cut(valid))
