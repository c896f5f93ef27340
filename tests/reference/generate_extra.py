# SPDX-License-Identifier: Apache-2.0
"""The less common parts of a policy: scorecards, streaks, coverage of the range, prices, units, levels, defaults,
targets of a region and figures of earlier years. Each case takes at most two of them.
"""

RATES = ["1%", "2%", "5%"]
TIERS = ["bronze", "silver", "gold", "diamond"]


def add_extras(maker, policy, rules):
    """Adds rules and declarations; what they need of the data is noted with the maker."""
    extras = [score_rule, streak_rule, range_rule, price_rule, level_rule, region_target_rule, history_rule]
    if maker.chance(25):
        for place, extra in enumerate(maker.dice.sample(extras, maker.pick(1, 1, 2))):
            maker.note(f"extra:{extra.__name__}")
            rules.append(extra(maker, policy, f"x{place + 1}"))
    if maker.chance(10):
        maker.note("extra:units")
        maker.data.add("units")
    if maker.chance(8):
        add_defaults(maker, policy, rules)


def add_defaults(maker, policy, rules):
    """What the rules do not say themselves; combinations take neither `what` nor `pay` from it."""
    maker.note("extra:defaults")
    policy["defaults"] = maker.pick(
        {"limit": {"round": {"to": "0.1", "mode": "down"}}},
        {"what": "product.line in core"},
        {"who": "partner.tier >= 'silver'"},
        {"when": {"in": [policy["valid"]]}} if ".." in policy["valid"] else {"limit": {"cap": "40"}},
    )
    if any("what" in rule and "sum_of" in str(rule["what"]) for rule in rules):
        policy["defaults"].pop("limit", None)
    if any(rule["id"].startswith("m") or rule["id"] == "first" for rule in rules):
        policy["defaults"] = {"who": "partner.tier >= 'silver'"}
    if not policy["defaults"] or any(not_of_sales(rule) for rule in rules):
        policy["defaults"] = {"who": "partner.tier >= 'silver'"}


def not_of_sales(rule):
    text = str(rule)
    return any(noun + "." in text or f"({noun})" in text for noun in ("sellout", "payment", "claim", "visit")) or (
        "sold_out" in text or "collected" in text or "approved_claims" in text
    )


def score_rule(maker, policy, id):
    maker.kpis.add("score")
    items = [
        {"id": "kpi", "weight": "60%", "of": maker.pick("kpi('score')", "clamp(kpi('score'), 0, 90)")},
        {"id": "sales", "weight": "40%", "of": "unfiltered(net_sales)",
         "bands": [{"from": 0, "score": 40}, {"above": 100, "score": 80}, {"from": 300, "score": 100}]},
    ]  # fmt: skip
    if maker.chance(50):
        maker.note("score:when_missing")
        items[0]["when_missing"] = "50"
    card = {"items": items}
    if maker.chance(30):
        maker.note("score:veto")
        card["veto"] = ["unfiltered(net_sales) < 0"]
    if maker.chance(40):
        maker.note("score:grades")
        card["grades"] = [{"level": "low"}, {"from": 60, "level": "middle"}, {"above": 80, "level": "high"}]
        policy["scores"] = {"card": card}
        amounts = {"high": "50", "middle": "20.005", **({"low": "1"} if maker.chance(60) else {})}
        table = {"by": "grade('card')", "amounts": amounts}
        return {"id": id, "when": maker.pick("quarter", "year"), "pay": {"table": table}}
    policy["scores"] = {"card": card}
    if maker.chance(50):
        return {"id": id, "when": "quarter", "pay": {"rate": "2%", "times": "score('card') / 100"}}
    bands = [{"from": 60, "amount": "10"}, {"from": maker.pick(80, "79.996"), "rate": "5%"}]
    return {"id": id, "when": "year", "qualify": "score('card')", "pay": {"mode": "retroactive", "bands": bands}}


def streak_rule(maker, policy, id):
    condition = maker.pick("net_sales >= 100", "net_sales > 0", "growth(net_sales) > 0%")
    return {
        "id": id, "when": maker.pick("quarter", "month", "half"), "qualify": f"streak({condition}, {maker.pick(2, 3)})",
        "pay": {"mode": "retroactive", "bands": [{"from": 1, "amount": "5"}, {"from": 2, "rate": "2%"}]},
    }  # fmt: skip


def range_rule(maker, policy, id):
    field = maker.pick("product.line", "product.category")
    return {
        "id": id, "when": "quarter", "qualify": f"distinct({field}) / offered({field})",
        "pay": {"mode": "retroactive", "bands": [{"from": "50%", "rate": "1%"}, {"from": "100%", "rate": "2%"}]},
    }  # fmt: skip


def price_rule(maker, policy, id):
    maker.data.add("prices")
    condition = maker.pick(
        "sale.net < price('floor', product.id, sale.date) * sale.quantity", "has(price('floor', product.id, sale.date))"
    )
    return {"id": id, "when": "quarter", "what": condition, "pay": maker.pick("-2%", {"per_unit": "-1.5"})}


def level_rule(maker, policy, id):
    bands = [{"level": "bronze"}, {"from": 100, "level": "silver"}, {"above": 300, "level": "diamond"}]
    rule = {"id": id, "when": maker.pick("year", "quarter"), "qualify": maker.pick("net_sales", "kpi('score')"),
            "pay": {"sets": "partner.tier", "bands": bands[maker.pick(0, 1):]}}  # fmt: skip
    maker.kpis.add("score")
    if maker.chance(50):
        maker.note("level:steps")
        rule["limit"] = {"steps_down": maker.pick(0, 1), "steps_up": maker.pick(1, 2)}
    return rule


def region_target_rule(maker, policy, id):
    maker.targets["regional"] = {"of": "net_sales", "per": "quarter", "for": "partner.region"}
    return {
        "id": id, "when": "quarter", "qualify": "attainment('regional')",
        "pay": {"mode": maker.pick("retroactive", "marginal"), "bands": [{"from": "50%", "rate": "1%"}]},
    }  # fmt: skip


def history_rule(maker, policy, id):
    maker.data.add("history")
    return {
        "id": id, "when": "year", "qualify": "growth(net_sales)",
        "pay": {"mode": "retroactive", "bands": [{"above": "0%", "rate": "1%"}, {"from": "50%", "rate": "2%"}]},
    }  # fmt: skip


# Their data.


def extra_files(maker, partners):
    files = {}
    if "prices" in maker.data:
        rows = [
            f"floor,{product},{first},{maker.pick('10', '33.33', '100')},{maker.pick('', '', '2025-05-31')}"
            for product in ("A", "B") for first in maker.pick(["2024-01-01"], ["2024-01-01", "2025-04-01"])
        ]  # fmt: skip
        files["prices.csv"] = "\n".join(["list,product,valid_from,price,valid_to"] + distinct_starts(rows)) + "\n"
    if "units" in maker.data:
        files["units.csv"] = "product,unit,factor\nA,box,12\nB,box,2.5\nA,piece,1\n"
    if "history" in maker.data:
        rows = [
            f"net_sales,{partner},{period},{maker.pick('100', '300', '0')}"
            for partner in partners for period in ("2023", "2024") if maker.chance(70)
        ]  # fmt: skip
        files["history.csv"] = "\n".join(["measure,partner,period,value"] + rows) + "\n"
    return files


def distinct_starts(rows):
    """Of two prices of one product the earlier one is open, so that they never overlap."""
    kept, seen = [], {}
    for row in rows:
        name, product, first, value, last = row.split(",")
        if product in seen:
            old = kept[seen[product]].split(",")
            old[4] = "2025-03-31"
            kept[seen[product]] = ",".join(old)
        seen[product] = len(kept)
        kept.append(row)
    return kept
