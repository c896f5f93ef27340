# SPDX-License-Identifier: Apache-2.0
"""Gates and limits of random rules: requirements, caps, floors, budgets, funds, rounding, minimum payouts, and the
limit of a partner's sum.
"""

MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")


def gates(maker, rule, noun):
    keyed = maker.each
    leftover = maker.words.wanted_measures() if noun == "sale" and "sets" not in rule["pay"] else []
    other = noun == "sale" and not maker.amounts_only and maker.wants("m:other-noun")
    for gate, percent in (("require", 12), ("veto", 6)):
        forced = (bool(leftover) or other) and gate == "require"
        if not maker.take(f"qualify:{gate}", percent) and not forced:
            continue
        maker.note(gate)
        if "qualify" not in rule or isinstance(rule["qualify"], str):
            rule["qualify"] = {"by": rule["qualify"]} if "qualify" in rule else {}
        count = maker.pick(1, 1, 1, 2)
        conditions = [maker.words.gate(noun, keyed) for _ in range(count)]
        if forced:
            measures = [maker.words.measure_gate(name) for name in leftover] + [maker.words.other_noun_gate()] * other
            conditions = measures if maker.chance(80) else measures + conditions
        rule["qualify"][gate] = conditions
    by = rule["qualify"].get("by") if isinstance(rule.get("qualify"), dict) else rule.get("qualify")
    if by is not None and "ties" not in rule["qualify"] and maker.take("qualify:when_missing", 18):
        maker.note("when_missing")
        stated = rule["qualify"] if isinstance(rule["qualify"], dict) else {"by": by}
        rule["qualify"] = {**stated, "when_missing": "0"}


def make_limit(maker, rule, noun, policy, member):
    limit = {}
    if isinstance(rule["pay"], dict) and "sets" in rule["pay"]:
        if maker.chance(50):
            maker.note("level:steps")
            limit = {"steps_down": maker.pick(0, 1), "steps_up": maker.pick(1, 2)}
        return limit
    if maker.take("limit:cap", 22):
        maker.note("cap")
        limit["cap"] = maker.pick("10", "2.345", "0", "2% * net_sales", "partner.tier >= 'gold' ? 50 : 5", "-5")
    if maker.take("limit:floor", 12):
        maker.note("floor")
        limit["floor"] = maker.pick("5", "0", "-3", "1.005")
    if maker.each and maker.take("limit:lines", 15):
        maker.note("lines")
        limit["lines"] = maker.pick("1", "2", "partner.tier >= 'silver' ? 2 : 1")
    if member:
        return limit
    if maker.take("limit:round", 20):
        mode = maker.choose("round", *MODES)
        limit["round"] = {"to": maker.pick("1", "0.1", "0.05", "10", "0.01"), "mode": mode}
    if maker.take("limit:minimum", 7):
        maker.note("minimum")
        limit["minimum"] = maker.pick("5", "50")
    if maker.take("limit:negative", 4):
        maker.note("negative")
        limit["negative"] = maker.pick("carry_forward", "pay_back", "hold_at_zero")
        if maker.chance(30):
            limit["ignore_under"] = maker.pick("1.00", "5")
    add_fund(maker, rule, limit)
    if "fund" not in limit and not isinstance(rule["pay"], str) and "as" in rule["pay"]:
        return limit
    if "fund" not in limit:
        add_budget(maker, rule, limit)
    return limit


def add_budget(maker, rule, limit):
    how = next((k for k in ("pro_rata", "first_come", "by_priority") if maker.wants(f"budget:{k}")), None)
    each = maker.wants("budget:each")
    if how is None and (each or maker.chance(5)):
        how = maker.pick("pro_rata", "first_come", "by_priority")
    if how is None:
        return
    maker.note(f"budget:{how}")
    per = budget_period(maker)
    if maker.settles and per == "quarter":
        per = "year"
    same = [
        name for name, spec in maker.budgets.items()
        if (spec["when_short"], spec["per"]) == (how, per) and "each" not in spec
    ]  # fmt: skip
    if same and not each:
        name = same[0]
    else:
        name = f"b{len(maker.budgets) + 1}"
        spec = {"amount": maker.pick("10", "7.77", "33.335", "1% * net_sales.among(all)", "100"), "per": per}
        if each or maker.chance(20):
            maker.note("budget:each")
            spec["each"] = maker.pick("partner.region", "partner.id")
            if maker.each == "product.line":
                spec["each"] = "product.line"
        spec["when_short"] = how
        if how != "pro_rata" and maker.chance(35):
            maker.note("budget:whole_only")
            spec["whole_only"] = True
        maker.budgets[name] = spec
    limit["budget"] = name
    if how == "by_priority":
        limit["priority"] = maker.pick(1, 2, 3)


def budget_period(maker):
    """A period that the rule's periods lie in."""
    if maker.per in ("year", "2 month", "half"):
        return maker.pick("year", "policy")
    if maker.per == "policy" or maker.per[0].isdigit() or maker.per == "week":
        return "policy"
    return maker.pick("quarter", "year", "policy")


def add_fund(maker, rule, limit):
    """A rule that fills a fund, or one that draws from it."""
    earns = maker.wants("fund:earn")
    draws = not earns and maker.wants("fund:draw")
    if not earns and not draws and maker.chance(3):
        earns, draws = maker.pick((True, False), (False, True))
    if not earns and not draws:
        return
    together = isinstance(rule.get("who"), dict) and "together" in rule["who"]
    if together or (isinstance(rule["pay"], dict) and "to" in rule["pay"]):
        return
    if "mdf" not in maker.funds:
        maker.funds["mdf"] = {"unit": "money"}
        if maker.chance(60):
            maker.funds["mdf"]["expires_after_months"] = maker.pick(3, 6, 12)
        if maker.chance(50):
            maker.funds["mdf"]["at_end"] = maker.pick("forfeit", "keep")
    maker.data.add("funds")
    if earns:
        maker.note("fund:earn")
        if not isinstance(rule["pay"], dict):
            rule["pay"] = {"rate": rule["pay"]}
        rule["pay"]["as"] = {"fund": "mdf"}
        limit.pop("minimum", None)
    else:
        maker.note("fund:draw")
        limit["fund"] = "mdf"


def policy_limit(maker, policy, rules):
    """The limit of the sum of all that a partner is paid."""
    limit = {}
    pays_others = any(isinstance(rule["pay"], dict) and "to" in rule["pay"] for rule in rules if "pay" in rule)
    text = str(rules)
    if not pays_others and "payable(" not in text and maker.take("partner:cap", 4):
        maker.note("partner:cap")
        limit["cap"] = maker.pick("10", "50", "1% * net_sales", "partner.tier >= 'gold' ? 40 : 15")
    if maker.take("partner:minimum", 3):
        maker.note("partner:minimum")
        limit["minimum"] = maker.pick("5", "20")
    if limit:
        policy["limit"] = limit
