# SPDX-License-Identifier: Apache-2.0
"""What happened: partners, products, customers, targets, figures and the rows of every noun.

The rows come from CSV files (sales.csv) or from the small tables of an example ("sales": [...]).
Doubtful rows are set aside here, once, and listed with the reason; they count nowhere.
"""

import csv
import datetime
import io

from .exact import parse_number
from .fiscal import parse_day
from .values import EVER, Level, Missing, Span, missing

NOUN_OF_FILE = {
    "sales": "sale", "sellout": "sellout", "payments": "payment", "invoices": "invoice", "claims": "claim",
    "stages": "stage", "activities": "activity", "stock": "stock", "adjustments": "adjustment",
}  # fmt: skip
NOT_ROWS = (
    "partners products units customers enrolments targets kpis history prices exchange-rates settled balances"
).split()
SIGN_FREE = ("correction",)
FIRST_DAY, LAST_DAY = EVER.first, EVER.last


def noun_of(table):
    if table in NOUN_OF_FILE:
        return NOUN_OF_FILE[table]
    if table.endswith("ies"):
        return table[:-3] + "y"
    return table[:-1] if table.endswith("s") else table


def read_csv(text):
    """A CSV text as dictionaries; a blank cell is None."""
    rows = csv.DictReader(io.StringIO(text.lstrip("﻿")))
    return [{k: (v if v != "" else None) for k, v in row.items()} for row in rows]


class Row:
    """One row of a noun. `fields` are typed; a blank is absent."""

    def __init__(self, noun, order, fields, given_id):
        self.noun = noun
        self.order = order
        self.fields = fields
        self.given_id = given_id
        self.id = given_id if given_id is not None else f"#{order:06d}"
        self.is_return = fields.get("type") == "return"
        self.date = fields.get("date")
        self.posted = fields.get("posted")
        self.partner = fields.get("partner")

    def get(self, field):
        if field == "id":
            return self.id
        if field in self.fields:
            return self.fields[field]
        if field == "type" and self.noun == "sale":
            return "sale"
        return Missing("blocked", f"{self.noun}.{field} of {self.id}")

    def type(self):
        return self.fields.get("type", "sale")

    def place(self):
        """Rows are ordered by date, then id."""
        return (self.date, self.id)

    def mirrored(self):
        """The same row with the sign of its totals turned: a return as if it were the sale."""
        fields = dict(self.fields)
        for name in ("quantity", "net", "tax", "gross", "list", "cost", "amount", "settles"):
            if name in fields and self.noun in ("sale", "sellout"):
                fields[name] = -fields[name]
        if self.noun == "sale":
            fields["type"] = "sale"
        copy = Row(self.noun, self.order, fields, self.given_id)
        copy.id = self.id
        copy.is_return = self.is_return
        return copy


class Version:
    """A dated row of a partner or product: these fields, on these days."""

    def __init__(self, days, fields):
        self.days = days
        self.fields = fields


class Facts:
    """The tables of a run. `known_from` is the first known day of a noun; in an example it is always."""

    def __init__(self, policy, tables, in_example=False):
        self.policy = policy
        self.tables = tables
        self.in_example = in_example
        self.set_aside = []
        self.partners = self.dated("partner", tables.get("partners", []))
        self.products = self.dated("product", tables.get("products", []))
        self.customers = {
            row["id"]: self.typed("customer", row) for row in tables.get("customers", []) if row.get("id")
        }
        self.enrolments = [
            (row["partner"], valid_days(row), row.get("choice"))
            for row in tables.get("enrolments", [])
            if row.get("policy") in (None, policy.id)
        ]
        self.factors = {(row["product"], row["unit"]): parse_number(row["factor"]) for row in tables.get("units", [])}
        self.rows = {}
        for table, rows in tables.items():
            if table not in NOT_ROWS:
                self.rows[noun_of(table)] = self.rows_of(noun_of(table), rows)
        self.days_posted = {row.posted for rows in self.rows.values() for row in rows if row.posted is not None}
        self.rows_by_partner = {}
        for noun, rows in self.rows.items():
            groups = self.rows_by_partner[noun] = {}
            for row in rows:
                groups.setdefault(row.partner, []).append(row)
        self.invoices = {row.id: row for row in self.rows.get("invoice", [])}
        self.known_from = {
            noun: min(row.date for row in rows) for noun, rows in self.rows.items() if rows and rows[0].date
        }

    def rows_of_partners(self, noun, partners):
        """Their rows of a noun, in the order of the file."""
        groups = self.rows_by_partner.get(noun, {})
        if len(partners) == 1:
            return groups.get(next(iter(partners)), ())
        rows = [row for partner in partners for row in groups.get(partner, ())]
        return sorted(rows, key=lambda row: row.order)

    def typed(self, noun, raw):
        fields = {}
        for name, value in raw.items():
            if value is None:
                continue
            kind = self.policy.field_type(noun, name)
            if kind == "date":
                fields[name] = value if isinstance(value, datetime.date) else parse_day(value)
            elif kind == "number":
                fields[name] = parse_number(value)
            elif kind == "flag":
                fields[name] = value if isinstance(value, bool) else value == "true"
            else:
                text = str(value)
                ladder = self.policy.ladder(noun, name)
                if ladder is None:
                    fields[name] = text
                elif text in ladder:
                    fields[name] = Level(text, ladder)
        return fields

    def dated(self, noun, rows):
        found = {}
        for raw in rows:
            found.setdefault(raw["id"], []).append(Version(valid_days(raw), self.typed(noun, raw)))
        return found

    def rows_of(self, noun, raw_rows):
        """The rows that count. Identical ones count once; those that contradict each other, never."""
        rows, seen, contradicted = [], {}, set()
        for order, raw in enumerate(raw_rows):
            row = Row(noun, order, self.typed(noun, raw), raw.get("id"))
            wrong_sign = sign_is_wrong(row)
            self.to_base_unit(row)
            if row.given_id is not None:
                name = (row.given_id, row.get("invoice") if noun == "payment" and row.fields.get("invoice") else None)
                if name in seen:
                    if seen[name].fields != row.fields:
                        contradicted.add(name)
                    self.set_aside.append((noun, row.id, "seen twice"))
                    continue
                seen[name] = row
            rows.append((row.given_id and name, row, wrong_sign))
        kept = []
        for name, row, wrong_sign in rows:
            if name in contradicted:
                self.set_aside.append((noun, row.id, "different rows with one id"))
            elif noun != "invoice" and row.partner not in self.partners:
                self.set_aside.append((noun, row.id, "unknown partner"))
            elif wrong_sign:
                self.set_aside.append((noun, row.id, "sign against its type"))
            else:
                kept.append(row)
        return kept

    def to_base_unit(self, row):
        unit = row.fields.get("unit")
        if unit is None or "quantity" not in row.fields:
            return
        factor = self.factors.get((row.fields.get("product"), unit))
        if factor is None:
            del row.fields["quantity"]
        else:
            row.fields["quantity"] *= factor

    # Attributes of partners and products at a date.

    def version(self, versions, days, which):
        """The version of the first day (start), or of the last valid day (end) inside `days`; None if there is none."""
        if which == "start":
            return next((version for version in versions if days.first in version.days), None)
        best, best_day = None, None
        for version in versions:
            common = version.days.cut(days)
            if common is not None and (best is None or common.last > best_day):
                best, best_day = version, common.last
        return best

    def partner_field(self, partner, field, days, which):
        if field == "id":
            return partner
        version = self.version(self.partners.get(partner, []), days, which)
        if field == "choice":
            chosen = [c for p, valid, c in self.enrolments if p == partner and valid.cut(days)]
            if chosen and chosen[-1] is not None:
                return chosen[-1]
        if version is None or field not in version.fields:
            return Missing("blocked", f"partner.{field} of {partner}")
        return version.fields[field]

    def product_field(self, product, field, days, which):
        if missing(product) or field == "id":
            return product
        version = self.version(self.products.get(product, []), days, which)
        if version is None or field not in version.fields:
            return Missing("blocked", f"product.{field} of {product}")
        return version.fields[field]

    def customer_field(self, customer, field):
        if missing(customer) or field == "id":
            return customer
        return self.customers.get(customer, {}).get(field, Missing("blocked", f"customer.{field} of {customer}"))

    def partner_valid(self, partner, days):
        return any(version.days.cut(days) for version in self.partners.get(partner, []))

    def parent_of(self, partner, days, which):
        parent = self.partner_field(partner, "parent", days, which)
        return None if missing(parent) else parent

    def below(self, partner, days, which):
        """The partner and everyone under it, all levels."""
        found = [partner]
        for other in self.partners:
            above, seen = self.parent_of(other, days, which), {other}
            while above is not None and above not in seen:
                if above == partner:
                    found.append(other)
                    break
                seen.add(above)
                above = self.parent_of(above, days, which)
        return list(dict.fromkeys(found))


def valid_days(raw):
    first = parse_day(raw["valid_from"]) if raw.get("valid_from") else FIRST_DAY
    last = parse_day(raw["valid_to"]) if raw.get("valid_to") else LAST_DAY
    return Span(first, last)


def sign_is_wrong(row):
    """A written type fixes the sign of the row; a blank one leaves it free."""
    kind = row.fields.get("type") if row.noun == "sale" else None
    sizes = [row.fields[name] for name in ("net", "quantity", "gross") if name in row.fields]
    if kind == "sale":
        return any(size < 0 for size in sizes)
    if kind in ("return", "cancel"):
        return any(size > 0 for size in sizes)
    return False
