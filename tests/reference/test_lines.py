# SPDX-License-Identifier: Apache-2.0
"""Whole lines: the worked figures that the description of the language prints, one test each."""

import datetime
import unittest

from rebate_reference.document import read_policy
from rebate_reference.settle import settle


def run(rules, tables=None, as_of=None, **members):
    """The lines of a small policy of 2025, by rule."""
    policy = {"librebate": 1, "policy": "p", "currency": "CNY", "valid": "2025", "rules": rules, **members}
    tables = {"partners": [{"id": "P1"}], "sales": [], **(tables or {})}
    found = {}
    for line in settle(read_policy(policy), tables, as_of):
        found.setdefault(line["rule"], []).append(line)
    return found


def sale(net, date="2025-02-01", **fields):
    sale.count += 1
    return {"id": f"S{sale.count}", "date": date, "partner": "P1", "product": "A", "quantity": 1, "net": net, **fields}


sale.count = 0


def dues(lines):
    return [line["due"] for line in lines]


class Bands(unittest.TestCase):
    def pay(self, pay, *nets, **members):
        rules = [{"id": "r", "when": "year", "pay": pay, **members}]
        rows = [net if isinstance(net, dict) else sale(net) for net in nets]
        return run(rules, {"sales": rows})["r"][0]

    def test_marginal_on_a_ratio(self):
        """118% of last year's 500,000; from 105% 2%, from 112% 4%: 700 + 1,200."""
        pay = {"mode": "marginal", "bands": [{"from": "105%", "rate": "2%"}, {"from": "112%", "rate": "4%"}]}
        line = self.pay(pay, sale(500000, "2024-01-10"), 590000, qualify="net_sales / net_sales.during(last_year)")
        self.assertEqual(line["due"], "1900")

    def test_a_mode_of_its_own(self):
        """900, replaced by 270,000 x 2.5%, then 40,000 x 5%."""
        bands = [{"from": 0, "rate": "1%"}, {"from": 90000, "rate": "2.5%", "mode": "retroactive"},
                 {"from": 270000, "rate": "5%"}]  # fmt: skip
        self.assertEqual(self.pay({"mode": "marginal", "bands": bands}, 310000)["due"], "8750")

    def test_every_mode_at_310000(self):
        bands = [{"from": 0, "rate": "1%"}, {"from": 90000, "rate": "2%"}, {"from": 270000, "rate": "3.5%"}]
        self.assertEqual(self.pay({"mode": "retroactive", "bands": bands}, 310000)["due"], "10850")
        self.assertEqual(self.pay({"mode": "marginal", "bands": bands}, 310000)["due"], "5900")
        self.assertEqual(self.pay({"mode": "excess", "baseline": 90000, "bands": bands}, 310000)["due"], "7700")

    def test_the_word_is_the_side(self):
        for word, reached in (("from", "1"), ("above", None)):
            line = self.pay({"mode": "retroactive", "bands": [{word: 100, "rate": "1%"}]}, 100)
            self.assertEqual(line["status"], "payable" if reached else "not_qualified")
        for word, reached in (("up_to", "1"), ("below", None)):
            line = self.pay({"mode": "retroactive", "bands": [{word: 100, "rate": "1%"}]}, 100)
            self.assertEqual(line["status"], "payable" if reached else "not_qualified")

    def test_started_and_mirrored_steps(self):
        self.assertEqual(self.pay({"every": 30, "amount": "7"}, 100)["due"], "21")
        self.assertEqual(self.pay({"every": 30, "steps": "started", "amount": "7"}, 100)["due"], "28")
        self.assertEqual(self.pay({"every": 30, "steps": "started", "amount": "7"}, -100)["due"], "-28")


class Limits(unittest.TestCase):
    def test_a_negative_floor_bounds_a_charge(self):
        """-150,000 with floor -100,000 is -100,000."""
        rule = {"id": "r", "when": "year", "pay": "-100%", "limit": {"floor": "-100000"}}
        self.assertEqual(dues(run([rule], {"sales": [sale(150000)]})["r"]), ["-100000"])

    def test_a_cap_below_zero_is_zero(self):
        """Cap 2% of net sales of -50,000 on 5,000 pays 0."""
        rule = {"id": "r", "when": "year", "pay": {"amount": "5000"}, "limit": {"cap": "2% * net_sales"}}
        line = run([rule], {"sales": [sale(-50000)]})["r"][0]
        self.assertEqual((line["due"], line["status"]), ("0", "used_up"))

    def test_rounding_is_per_line(self):
        """Three keys of 10.005 are 30.03."""
        rule = {"id": "r", "when": "year", "what": {"each": "product.id"}, "pay": "100%"}
        rows = [sale("10.005", product=p) for p in "ABC"]
        self.assertEqual(dues(run([rule], {"sales": rows})["r"]), ["10.01"] * 3)

    def test_rounding_never_passes_a_cap(self):
        rule = {"id": "r", "when": "year", "pay": "100%", "limit": {"cap": "123.456"}}
        self.assertEqual(dues(run([rule], {"sales": [sale(500)]})["r"]), ["123.45"])

    def test_an_advance_comes_after_the_cap(self):
        """26,000 with cap 20,000 and advance 80% is 16,000, and the rest at the end."""
        when = {"per": "year", "settle": "half", "advance": "80%"}
        rule = {"id": "r", "when": when, "pay": {"amount": "26000"}, "limit": {"cap": "20000"}}
        self.assertEqual(dues(run([rule])["r"]), ["16000", "4000"])

    def test_the_partner_cap_is_cumulative(self):
        """Cap 100,000; Q1 and Q2 of 80,000 each pay 100,000."""
        rule = {"id": "r", "when": "quarter", "pay": "100%"}
        rows = [sale(80000), sale(80000, "2025-05-01")]
        self.assertEqual(dues(run([rule], {"sales": rows}, limit={"cap": "100000"})["r"]), ["80000", "20000", "0", "0"])

    def test_a_minimum_waits_for_the_sum(self):
        """60 and 60 against 100 pay 120 together; 60 alone stays open."""
        rule = {"id": "r", "when": "half", "pay": "100%", "limit": {"minimum": "100"}}
        first = run([rule], {"sales": [sale(60)]})["r"]
        self.assertEqual((dues(first), first[0]["status"]), (["0", "0"], "below_minimum"))
        self.assertEqual(dues(run([rule], {"sales": [sale(60), sale(60, "2025-09-01")]})["r"]), ["60", "60"])


class Returns(unittest.TestCase):
    SPECIAL = [
        {"id": "a", "when": "year", "what": {"each": "sale"}, "pay": "15%"},
        {"id": "b", "when": "year", "what": {"each": "sale"}, "pay": "5%"},
        {"id": "best", "when": "year", "what": {"best_of": ["a", "b"], "each": "sale"}},
    ]

    def test_a_full_return_pays_back_exactly(self):
        """A sale of 33,000 earned the best of 15% and 5% = 4,950; its return pays -4,950."""
        bought = sale(33000)
        for reverses in ({"reverses": bought["id"]}, {}):
            back = sale(-33000, type="return", quantity=-1, **reverses)
            lines = run(self.SPECIAL, {"sales": [bought, back]})["best"]
            self.assertEqual(dues(lines), ["4950", "-4950"])

    def test_ten_orders_and_three_credit_notes_are_ten_orders(self):
        rows = [sale(100, document=f"O{i}") for i in range(10)]
        rows += [sale(-10, document=f"N{i}", type="return", quantity=-1) for i in range(3)]
        rule = {"id": "r", "when": "year", "qualify": "orders",
                "pay": {"mode": "retroactive",
                        "bands": [{"from": 10, "amount": "10"}, {"from": 11, "amount": "11"}]}}  # fmt: skip
        self.assertEqual(dues(run([rule], {"sales": rows})["r"]), ["10"])


class Windows(unittest.TestCase):
    GROWTH = {"id": "r", "when": {"per": "year", "settle": "quarter"}, "qualify": "growth(net_sales)",
              "pay": {"mode": "retroactive", "bands": [{"from": "20%", "amount": "1"}]}}  # fmt: skip

    def test_every_window_shifts_with_the_instalment(self):
        """120 in Q1 against 100 in last year's Q1 is +20%."""
        rows = [sale(100, "2024-02-01"), sale(900, "2024-08-01"), sale(120, "2025-02-01"), sale(1, "2024-01-01")]
        lines = run([self.GROWTH], {"sales": rows[:3] + [sale(0, "2024-01-01")]})["r"]
        self.assertEqual(lines[0]["status"], "payable")
        self.assertEqual(lines[0]["qualifying"], "0.2")

    def test_what_is_not_known_is_not_zero(self):
        rule = {**self.GROWTH, "when": "year"}
        self.assertEqual(run([rule], {"sales": [sale(120)]})["r"][0]["status"], "no_baseline")


class Returns(unittest.TestCase):
    def test_at_the_original_rate(self):
        """Of 500 at 5% in the first quarter 100 come back in the second, whose own rate is 1%: 25, and 3 - 5."""
        bands = [{"from": 0, "rate": "1%"}, {"from": 400, "rate": "5%"}]
        rule = {"id": "r", "when": "quarter", "what": {"returns": "at_original_rate"},
                "pay": {"mode": "retroactive", "bands": bands}}  # fmt: skip
        back = sale(-100, "2025-05-02", quantity=-1, type="return", reverses="first")
        rows = [{**sale(500), "id": "first"}, sale(300, "2025-05-01"), back]
        lines = run([rule], {"sales": rows})["r"]
        self.assertEqual(dues(lines), ["25", "-2", "0", "0"])

    def test_of_a_capped_sale_costs_what_the_cap_left(self):
        rule = {"id": "r", "when": "quarter", "what": {"returns": "at_original_rate"}, "pay": "10%",
                "limit": {"cap": "20"}}  # fmt: skip
        back = sale(-100, "2025-05-02", quantity=-1, type="return", reverses="first")
        rows = [{**sale(400), "id": "first"}, back]
        self.assertEqual(dues(run([rule], {"sales": rows})["r"])[:2], ["20", "-5"])


class Late(unittest.TestCase):
    def test_rows_posted_after_the_close_are_a_true_up(self):
        rule = {"id": "r", "when": {"per": "quarter", "close_after_days": 10}, "pay": "10%"}
        rows = [
            sale(100, "2025-03-01", posted="2025-03-02"),
            sale(200, "2025-03-30", posted="2025-04-10"),
            sale(400, "2025-03-31", posted="2025-04-11"),
        ]
        lines = run([rule], {"sales": rows}, datetime.date(2025, 5, 31))["r"]
        self.assertEqual([(line["kind"], line["due"]) for line in lines[:2]], [("final", "30"), ("true_up", "40")])


class Statuses(unittest.TestCase):
    def test_the_first_that_holds(self):
        bands = {"mode": "retroactive", "bands": [{"from": 100, "rate": "1%"}]}
        gates = {"veto": ["net_sales > 10"], "require": ["net_sales > 1000"]}
        rule = {"id": "r", "when": "year", "qualify": gates, "pay": bands}
        self.assertEqual(run([rule], {"sales": [sale(50)]})["r"][0]["status"], "vetoed")
        self.assertEqual(run([rule], {"sales": [sale(5)]})["r"][0]["status"], "not_qualified")

    def test_losers_are_superseded_and_members_are_not_paid(self):
        rules = [
            {"id": "a", "when": "year", "pay": "2%"},
            {"id": "b", "when": "year", "pay": "1%"},
            {"id": "best", "when": "year", "what": {"best_of": ["a", "b"]}},
        ]
        lines = run(rules, {"sales": [sale(100)]})
        self.assertEqual([lines[n][0]["status"] for n in ("a", "b", "best")], ["payable", "superseded", "payable"])
        self.assertEqual(dues(lines["best"]), ["2"])


if __name__ == "__main__":
    unittest.main()
