# SPDX-License-Identifier: Apache-2.0
#
# Any number of rules of one form, as a policy and as SQL: r0001 pays 1.5% of a year's sales of three
# lines in four months.
import json
import random

LINES = [f"L{line:02}" for line in range(40)]
MONTHS = list(range(1, 13))


def rules(count):
    draws = random.Random(count)
    for i in range(count):
        yield {
            "id": f"r{i + 1:04}",
            "lines": sorted(draws.sample(LINES, 3)),
            "months": sorted(draws.sample(MONTHS, 4)),
            "per_mille": draws.randint(5, 50),
        }


def write_policy(count, path):
    policy = {
        "librebate": 1, "policy": f"rules-{count}", "title": {"en": f"{count} rules"},
        "currency": "CNY", "valid": "2025",
        "tiers": ["bronze", "silver", "gold", "diamond"],
        "fields": {"sale.paid_date": "date"},
        "targets": {"annual": {"of": "net_sales", "per": "year"}},
        "rules": [{
            "id": rule["id"], "when": "year",
            "what": f"product.line in {rule['lines']} && month(sale.date) in {rule['months']}",
            "pay": f"{rule['per_mille'] // 10}.{rule['per_mille'] % 10}%",
        } for rule in rules(count)],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(policy, file, indent=1)


def sql(count):
    columns = ",\n".join(
        f"  round(coalesce(sum(net) filter (where line in {tuple(rule['lines'])} and "
        f"sales_month in {tuple(rule['months'])}), 0) * 0.{rule['per_mille']:03}, 2) as {rule['id']}"
        for rule in rules(count))
    return f"""drop table if exists statement;
create temporary table statement as
select partner,
{columns}
from (select s.partner, s.net, p.line, extract(month from s.date) as sales_month
      from sales s join products p on p.id = s.product
      where s.date between date '2025-01-01' and date '2025-12-31') as sold
group by partner;
"""
