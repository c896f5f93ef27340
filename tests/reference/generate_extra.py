# SPDX-License-Identifier: Apache-2.0
"""The less common files: prices, exchange rates, units, figures of earlier years, what was settled before, the
balances of funds.
"""


def extra_files(maker, policy, partners):
    ids = sorted({row["id"] for row in partners})
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
            for partner in ids for period in ("2023", "2024") if maker.chance(70)
        ]  # fmt: skip
        files["history.csv"] = "\n".join(["measure,partner,period,value"] + rows) + "\n"
    if "currencies" in maker.data:
        files["exchange-rates.csv"] = exchange_rates(maker, policy["currency"])
    if "settled" in maker.data:
        files["settled.csv"] = settled_rows(maker, policy, ids)
    if "funds" in maker.data:
        rows = [
            f"{partner},mdf,{maker.pick('2024-11-30', '2025-01-31', '2025-04-15')},{maker.pick('5', '20', '0', '-3')},"
            f"{maker.pick('', '2025-06-30', '2026-12-31')}"
            for partner in ids for _ in range(maker.pick(0, 1, 1, 2))
        ]  # fmt: skip
        files["balances.csv"] = "\n".join(["partner,fund,date,amount,expires"] + rows) + "\n"
    return files


def exchange_rates(maker, currency):
    """Rates into and out of the policy's currency; one of them is missing now and then."""
    rows = []
    for other in ("CNY", "USD", "EUR", "JPY", "KWD"):
        if other == currency:
            continue
        for first, second in ((other, currency), (currency, other)):
            for day in maker.pick(
                ["2023-12-31"], ["2023-12-31", "2025-03-31"], ["2024-06-01", "2025-04-01", "2025-06-30"]
            ):
                if maker.chance(96):
                    rows.append(f"{first},{second},{day},{maker.pick('2', '0.5', '1.06', '0.3077', '7.25')}")
    return "\n".join(["from,to,date,rate"] + rows) + "\n"


def settled_rows(maker, policy, ids):
    """What earlier runs have paid of some lines without a key, more or less than they owe now."""
    rows, seen = [], set()
    for rule in policy["rules"]:
        each = isinstance(rule.get("what"), dict) and rule["what"].get("each")
        pay = rule.get("pay")
        if each and each != "product.line" or isinstance(pay, dict) and ("to" in pay or "sets" in pay or "as" in pay):
            continue
        per = rule["when"] if isinstance(rule["when"], str) else rule["when"]["per"]
        names = {"year": ["2025"], "quarter": ["2025-Q1", "2025-Q2"], "half": ["2025-H1"],
                 "month": ["2025-03", "2025-04"],
                 "policy": [policy["valid"]]}.get(per, [])  # fmt: skip
        settle = rule["when"].get("settle") if isinstance(rule["when"], dict) else None
        if settle is not None:
            names = {"quarter": ["2025-Q1", "2025-Q2"], "half": ["2025-H1"], "month": ["2025-03"]}.get(settle, [])
        for partner in ids:
            for name in names:
                if maker.chance(50):
                    amount = maker.pick("1", "2", "5", "10", "-2", "0")
                    key = maker.pick("L1", "L2") if each else ""
                    if (rule["id"], partner, name, key) not in seen:
                        seen.add((rule["id"], partner, name, key))
                        rows.append(f"{partner},{rule['id']},{name},{key},final,{amount},run-1,2025-04-10")
    return "\n".join(["partner,rule,period,each,kind,amount,run,on"] + rows) + "\n"


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
