# SPDX-License-Identifier: Apache-2.0
"""What a case is made of, as names: "mode:marginal", "budget:pro_rata", "w:last_year".

A name is read off the finished policy and its data, never from what the generator meant to do, and it counts
only where a rule that holds it has met rows: one of its lines has an earning measure or an amount that is not
zero, or a level. matrix() counts, for every two names, the cases that met both.
"""

import itertools
import json
import re

CAPABILITIES = (
    "who:where who:start who:row who:together"
    " per:days per:half_month per:month per:quarter per:half per:year per:policy per:range per:several"
    " calendar:year_starts calendar:month_closes calendar:weeks"
    " when:in when:first_months when:settle when:advance when:dated_by when:accrue when:late"
    " what:where each:row each:document each:field each:list what:among what:credit"
    " returns:ignore returns:restate returns:at_original_rate rows:returned"
    " noun:sellout noun:payment noun:claim noun:own"
    " by:measure by:attainment by:growth by:kpi by:days by:score by:streak by:rank by:coverage"
    " qualify:require qualify:veto qualify:when_missing rank:share"
    " pay:rate pay:per_unit pay:amount pay:every pay:cut pay:times pay:sets"
    " mode:retroactive mode:marginal mode:excess mode:interpolated mode:own edge:above edge:up_to edge:below"
    " table:matrix table:banded table:columns table:declared table:band-key table:keys table:csv table:dated"
    " to:field to:shares to:each to:at_most to:table"
    " limit:cap limit:floor limit:lines limit:round limit:minimum limit:negative"
    " budget:pro_rata budget:first_come budget:by_priority budget:each fund:earn fund:draw"
    " partner:cap partner:minimum"
    " m:formula m:distinct m:extreme m:average m:where m:among m:within m:by m:unfiltered m:other-noun"
    " w:last_year w:years_ago w:prior w:previous w:to_date w:trailing w:lifetime w:range w:so_far"
    " target:each target:for target:is phased:linear phased:none"
    " what:sum_of what:best_of what:first_of members:finer m:earned m:payable"
    " data:units data:history data:settled data:prices data:dated data:as_of"
    " currencies:rows currencies:payout currency:minor"
    " names:condition names:measure names:defaults"
).split()  # fmt: skip

# What the text of a rule shows, with everything that it names written out.
IN_TEXT = [
    (name, re.compile(pattern))
    for name, pattern in (
        ("m:formula", r"sum\([^()]*[-*+][^()]*\)"),
        ("m:distinct", r"distinct\(|\borders\b|\bcustomers\b"),
        ("m:extreme", r"\b(smallest|largest|first|last)\("),
        ("m:average", r"average\("),
        ("m:where", r"\.where\("),
        ("m:among", r"\.among\("),
        ("m:within", r"\.within\("),
        ("m:by", r"\.by\("),
        ("m:unfiltered", r"unfiltered\("),
        ("w:last_year", r"during\(last_year|growth\("),
        ("w:years_ago", r"years_ago\("),
        ("w:prior", r"during\(prior"),
        ("w:previous", r"previous\("),
        ("w:to_date", r"to_date\("),
        ("w:trailing", r"trailing\("),
        ("w:lifetime", r"during\(lifetime"),
        ("w:range", r"during\('|between\("),
        ("w:so_far", r"so_far"),
        ("m:earned", r"earned\("),
        ("m:payable", r"payable\("),
        ("by:streak", r"streak\("),
        ("by:rank", r"rank\("),
        ("by:coverage", r"offered\("),
        ("by:score", r"(score|grade)\('card"),
        ("by:kpi", r"kpi\("),
        ("data:prices", r"price\('"),
    )
]
NOUNS = {"sellout": "sold_out", "payment": "collected", "claim": "approved_claims", "own": "visit"}
DAYS = re.compile(r"^(\d+ )?(day|week)$")


def of_rule(rule, policy):
    """The names of one rule; what it shares with the whole policy comes later."""
    parts = {part: full(rule.get(part, {}), first) for part, first in FIRST.items()}
    text = written_out(rule, policy)
    found = {name for name, pattern in IN_TEXT if pattern.search(text)}
    found |= of_who_and_when(parts["who"], parts["when"])
    found |= of_what(parts["what"], text)
    found |= of_qualify(parts["qualify"], text)
    found |= of_pay(parts["pay"], policy)
    found |= of_limit(parts["limit"], policy)
    found |= of_targets(text, policy)
    return found


FIRST = {"who": "where", "when": "per", "what": "where", "qualify": "by", "pay": "rate", "limit": "cap"}


def full(part, first):
    return part if isinstance(part, dict) else {first: part}


def written_out(rule, policy):
    """The rule as text, followed by all that it names."""
    text = json.dumps(rule, ensure_ascii=False)
    for kind in ("conditions", "measures", "tables", "scores"):
        for name, spec in policy.get(kind, {}).items():
            if re.search(rf"\b{name}\b", text):
                text += " " + json.dumps(spec, ensure_ascii=False)
    return text


def of_who_and_when(who, when):
    found = {f"who:{name}" for name in ("where", "together") if name in who}
    found |= {f"who:{who['as_of']}"} & {"who:start", "who:row"} if "as_of" in who else set()
    per = str(when["per"])
    if DAYS.match(per):
        found.add("per:days")
    elif per[0].isdigit() and " " in per:
        found.add("per:several")
    else:
        found.add("per:range" if per[0].isdigit() else f"per:{per}")
    found |= {
        f"when:{name}" for name in ("in", "first_months", "settle", "advance", "dated_by", "accrue") if name in when
    }
    return found | ({"when:late"} if "close_after_days" in when else set())


def of_what(what, text):
    found = {f"what:{name}" for name in ("where", "among", "credit", "sum_of", "best_of", "first_of") if name in what}
    each = what.get("each")
    if isinstance(each, list):
        found.add("each:list")
    elif each is not None:
        found.add("each:row" if "." not in each else "each:document" if each.endswith(".document") else "each:field")
    if "returns" in what:
        found.add(f"returns:{what['returns']}")
    nouns = {noun for noun, word in NOUNS.items() if re.search(rf"\b({noun}|{word})\b", text)}
    found |= {f"noun:{noun}" for noun in nouns}
    if nouns and re.search(r"\bsale\.|net_sales", text):
        found.add("m:other-noun")
    return found


def of_qualify(qualify, text):
    found = {f"qualify:{name}" for name in ("require", "veto", "when_missing") if name in qualify}
    by = qualify.get("by", "")
    for name, word in (("by:attainment", "attainment("), ("by:growth", "growth("), ("by:days", "days(")):
        if word in by:
            found.add(name)
    if by and not re.search(r"attainment|growth|days\(|kpi|score|streak|rank|offered", by):
        found.add("by:measure")
    if "attainment(" in text:
        found.add("by:attainment")
    return found | ({"rank:share"} if qualify.get("ties") == "share" else set())


def of_pay(pay, policy):
    found, places = set(), [pay] + pay.get("bands", [])
    for place in places:
        found |= {f"pay:{name}" for name in ("rate", "per_unit", "amount", "every") if name in place}
        found |= {f"edge:{word}" for word in ("above", "up_to", "below") if word in place}
        if any(
            re.search(r"\b(product|customer|sale|sellout)\.", str(place.get(name, ""))) for name in ("rate", "amount")
        ):
            found.add("pay:cut")
    found |= {f"pay:{name}" for name in ("times", "sets") if name in pay}
    if "mode" in pay:
        found.add(f"mode:{pay['mode']}")
    if any("mode" in band for band in pay.get("bands", [])):
        found.add("mode:own")
    if "table" in pay:
        found |= of_table(pay["table"], policy)
    to = pay.get("to")
    if isinstance(to, str):
        found.add("to:field")
    elif isinstance(to, list):
        found.add("to:shares")
    elif to is not None:
        found |= {"to:table"} if "table" in to else {"to:each"} | ({"to:at_most"} if "at_most" in to else set())
    form = pay.get("as")
    return found | ({"fund:earn"} if isinstance(form, dict) and "fund" in form else set())


def of_table(table, policy):
    if isinstance(table, dict):
        found = {"table:matrix"}
        if "columns" in table:
            found.add("table:columns")
        if any(word in table for word in ("from", "above", "up_to", "below")):
            found.add("table:banded")
        return found | (
            {"pay:rate"} if "rates" in table else {"pay:amount"} if "amounts" in table else {"pay:per_unit"}
        )
    spec = policy["tables"][table]
    keys = spec["by"] if isinstance(spec["by"], list) else [spec["by"]]
    found = {"table:declared"}
    if any(isinstance(key, dict) for key in keys):
        found.add("table:band-key")
    if len(keys) > 1:
        found.add("table:keys")
    return found | {f"table:{name}" for name, word in (("csv", "file"), ("dated", "dated")) if word in spec}


def of_limit(limit, policy):
    found = {f"limit:{name}" for name in ("cap", "floor", "lines", "round", "minimum") if name in limit}
    if "negative" in limit or "ignore_under" in limit:
        found.add("limit:negative")
    if "fund" in limit:
        found.add("fund:draw")
    if "budget" in limit:
        spec = policy["budgets"][limit["budget"]]
        found.add(f"budget:{spec['when_short']}")
        if "each" in spec:
            found.add("budget:each")
    return found


def of_targets(text, policy):
    found = set()
    for name in re.findall(r"(?:attainment|target)\('(\w+)'\)", text):
        spec = policy["targets"][name]
        found |= {f"target:{word}" for word in ("each", "for", "is") if word in spec}
        if spec.get("phased") in ("linear", "none"):
            found.add(f"phased:{spec['phased']}")
    return found


def of_policy(policy, files):
    """What all rules share: the calendar, currencies, the data."""
    found = {f"calendar:{name}" for name in policy.get("calendar", {})}
    currencies = policy.get("currencies")
    if currencies is not None:
        found.add(f"currencies:{currencies['convert']}")
    if policy["currency"] != "CNY":
        found.add("currency:minor")
    found |= {f"partner:{name}" for name in ("cap", "minimum") if name in policy.get("limit", {})}
    found |= {f"data:{name}" for name in ("units", "history", "settled") if f"{name}.csv" in files}
    found |= {f"names:{kind[:-1]}" for kind in ("conditions", "measures") if kind in policy}
    return found | ({"names:defaults"} if "defaults" in policy else set())


def of_data(case):
    files = case["files"]
    found = set()
    if any(",return," in row and re.search(r",S\d+,", row[3:]) for row in files.get("sales.csv", "").split("\n")):
        found.add("rows:returned")
    ids = [row.split(",")[0] for row in files["partners.csv"].split("\n")[1:-1]]
    if len(set(ids)) < len(ids):
        found.add("data:dated")
    if case["as_of"] < "2027":
        found.add("data:as_of")
    return found


def met_rows(line):
    return line["level"] is not None or any(
        line[name] not in (None, "0") for name in ("earning", "gross", "due", "after_limits")
    )


def met(case, lines):
    """The names that the case met, in the order of CAPABILITIES."""
    policy = case["policy"]
    rules = {line["rule"] for line in lines if met_rows(line)}
    if not rules:
        return []
    found = of_policy(policy, case["files"]) | of_data(case)
    combined = {}
    for rule in policy["rules"]:
        what = rule.get("what")
        for kind in ("sum_of", "best_of", "first_of"):
            if isinstance(what, dict) and kind in what:
                combined.update({name: rule for name in what[kind]})
    for rule in policy["rules"]:
        if rule["id"] in rules:
            found |= of_rule(rule, policy)
        outer = combined.get(rule["id"])
        if outer is not None and full(outer["when"], "per")["per"] != full(rule["when"], "per")["per"]:
            found.add("members:finer")
    return [name for name in CAPABILITIES if name in found]


# Which cannot stand in one policy, with the sentence of the language that says so.
EXCLUDE = {
    ("calendar:month_closes", "calendar:weeks"): "months of whole weeks close with a week",
    ("currencies:rows", "currencies:payout"): "one place of conversion",
    ("m:payable", "partner:cap"): "payable in a policy with a partner cap is refused",
}

# Which the language allows and the engine does not settle yet: they are named, and not counted as met.
NOT_SETTLED = {
    (to, "partner:cap"): "other payees under a cap per partner"
    for to in ("to:field", "to:shares", "to:each", "to:at_most", "to:table")
}


class Matrix:
    """For every two capabilities the number of cases that met both; for one, on the diagonal."""

    def __init__(self):
        self.counts = {}
        self.cases = 0

    def add(self, names):
        self.cases += 1
        counts = self.counts
        for pair in itertools.combinations_with_replacement(names, 2):
            counts[pair] = counts.get(pair, 0) + 1

    def join(self, other):
        self.cases += other.cases
        for pair, count in other.counts.items():
            self.counts[pair] = self.counts.get(pair, 0) + count

    def pairs(self):
        """(count, one, other) of every pair that can stand in one policy, the rarest first."""
        order = {name: place for place, name in enumerate(CAPABILITIES)}
        excluded = {tuple(sorted(pair, key=order.get)) for pair in (*EXCLUDE, *NOT_SETTLED)}
        every = [pair for pair in itertools.combinations(CAPABILITIES, 2) if pair not in excluded]
        return sorted((self.counts.get(pair, 0), *pair) for pair in every)

    def text(self, enough=1000):
        """The report: each capability, and the rarest pairs."""
        pairs = self.pairs()
        rows = [f"{self.counts.get((name, name), 0):9} {name}" for name in CAPABILITIES]
        rows.append(f"pairs: {len(pairs)} of {len(CAPABILITIES)} capabilities over {self.cases} cases")
        for least in (1, 10, 100, enough):
            rows.append(f"  met by at least {least} cases: {sum(count >= least for count, _, _ in pairs)}")
        rows.append(f"  not settled yet: {len(NOT_SETTLED)}; forbidden by the language: {len(EXCLUDE)}")
        rows.append(f"  the rarest pair: {pairs[0][0]}; the median: {pairs[len(pairs) // 2][0]}")
        rows += [f"{count:9} {one} with {other}" for count, one, other in pairs[:40]]
        return "\n".join(rows)

    def csv(self):
        rows = [",".join(("capability",) + tuple(CAPABILITIES))]
        for one in CAPABILITIES:
            rows.append(",".join([one] + [
                str(self.counts.get((one, other), self.counts.get((other, one), 0))) for other in CAPABILITIES
            ]))  # fmt: skip
        return "\n".join(rows) + "\n"
