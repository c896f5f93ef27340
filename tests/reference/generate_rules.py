# SPDX-License-Identifier: Apache-2.0
"""Random rules on rules, and the less common rules and declarations: prices, figures of earlier years, units,
settled lines, defaults. Few cases take them without being asked.
"""


def make_combination(maker, policy, make_rule, id, letter):
    """A combination and its members, which are numbered behind the letter."""
    kind = maker.choose("what", "sum_of", "best_of", "first_of")
    maker.note(f"combination:{kind}")
    per = maker.pick("quarter", "year", "policy")
    finer = maker.wants("members:finer")
    each = None if finer else maker.pick(None, None, None, "sale", "product.line", "sale.document")
    if finer:
        per = "year"
    members = []
    for number in range(maker.pick(1, 2, 2, 3) if kind == "sum_of" else maker.pick(2, 2, 3)):
        inner = per
        if each is None and per == "year" and (finer or maker.chance(30)):
            maker.note("combination:finer-period")
            inner = "quarter"
        members.append(make_rule(maker, f"{letter}{number + 1}", policy, member=True, per=inner, each=each))
    maker.slots = {}
    maker.each, maker.per, maker.settles = each, per, False
    rule = {"id": id, "when": per, "what": {kind: [m["id"] for m in members]}}
    if each is not None:
        maker.note(f"combination:each-{each}")
        rule["what"]["each"] = each
    if maker.chance(20):
        rule["who"] = maker.pick("partner.tier >= 'silver'", "partner.region == 'east'")
    if maker.chance(25):
        maker.note("combination:times")
        rule["pay"] = {"rate": "100%", "times": maker.pick("50%", "150%")}
    elif maker.chance(20):
        maker.note("combination:bands")
        rule["pay"] = {"mode": maker.pick("retroactive", "marginal"), "bands": [
            {"from": 0, "rate": "100%"}, {"from": maker.pick(10, 20), "rate": "50%"}]}  # fmt: skip
    if maker.chance(15):
        maker.note("combination:require")
        maker.amounts_only = False
        rule["qualify"] = {"require": [maker.words.gate("sale", None)]}
    limit = {}
    if maker.chance(30):
        maker.note("combination:cap")
        limit["cap"] = maker.pick("10", "7.77", "1% * net_sales" if each is None else "3")
    if maker.chance(20):
        maker.note("combination:floor")
        limit["floor"] = maker.pick("2", "-1")
    if maker.chance(12):
        from generate_limits import add_budget

        add_budget(maker, rule, limit)
    if limit:
        rule["limit"] = limit
    return members + [rule]


def make_net_of(maker, policy, make_rule):
    """A rule on what is left of sales after another rule, or on a part of what another one paid."""
    payable, earned = maker.wants("m:payable"), maker.wants("m:earned")
    each = maker.pick(None, "sale.document", "product.line")
    inner = maker.pick("sale", each)
    first = make_rule(maker, "first", policy, member=True, per="quarter", each=inner)
    maker.slots = {}
    if isinstance(first.get("what"), dict):
        first["what"].pop("among", None)
        first["what"].pop("credit", None)
    found = [first]
    if earned or not payable and maker.chance(75):
        maker.note("earned")
        found.append(on_first(maker, "second", each, {
            "of": "net_sales - earned('first')", "mode": maker.pick("retroactive", "marginal"),
            "bands": [{"from": 0, "rate": "1%"}, {"from": maker.pick(100, 300), "rate": "2%"}],
        }))  # fmt: skip
    if payable or len(found) == 1:
        maker.note("payable")
        found.append(on_first(maker, "third", each, {"amount": "25% * payable('first')"}))
    return found


def on_first(maker, id, each, pay):
    rule = {"id": id, "when": maker.pick("quarter", "year") if each is None else "quarter"}
    return {**rule, **({} if each is None else {"what": {"each": each}}), "pay": pay}


def add_rare_rules(maker, policy, rules):
    """Rules and declarations that only some policies have; what they need of the data is noted with the maker."""
    if maker.take("data:prices", 4):
        maker.note("extra:prices")
        rules.append(price_rule(maker, "x1"))
    if maker.take("data:history", 4):
        maker.note("extra:history")
        rules.append(history_rule(maker, "x2"))
    if maker.take("data:units", 6):
        maker.note("extra:units")
        maker.data.add("units")
    if maker.take("data:settled", 5):
        maker.note("extra:settled")
        maker.data.add("settled")
    if maker.take("names:defaults", 5):
        add_defaults(maker, policy, rules)


def price_rule(maker, id):
    maker.data.add("prices")
    condition = maker.pick(
        "sale.net < price('floor', product.id, sale.date) * sale.quantity", "has(price('floor', product.id, sale.date))"
    )
    return {"id": id, "when": "quarter", "what": condition, "pay": maker.pick("-2%", {"per_unit": "-1.5"})}


def history_rule(maker, id):
    maker.data.add("history")
    return {
        "id": id, "when": "year", "qualify": "growth(net_sales)",
        "pay": {"mode": "retroactive", "bands": [{"above": "0%", "rate": "1%"}, {"from": "50%", "rate": "2%"}]},
    }  # fmt: skip


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
    if any(rule["id"][0] in "mn" or rule["id"] == "first" for rule in rules):
        policy["defaults"] = {"who": "partner.tier >= 'silver'"}
    if not policy["defaults"] or any(not_of_sales(rule, maker.measures) for rule in rules):
        policy["defaults"] = {"who": "partner.tier >= 'silver'"}


def not_of_sales(rule, measures):
    text = str(rule)
    text += "".join(spec for name, spec in measures.items() if f"'{name}'" in text)
    return (
        "'sets'" in text
        or any(noun + "." in text or f"({noun})" in text for noun in ("sellout", "payment", "claim", "visit"))
        or any(word in text for word in ("sold_out", "collected", "approved_claims"))
    )
