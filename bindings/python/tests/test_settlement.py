# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import json
import threading
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import EXAMPLES, PARTNERS, POLICY, PRODUCTS, SALES

import librebate


def test_lines_have_exact_amounts(run: librebate.Settlement) -> None:
    assert [repr(line) for line in run.lines] == [
        "<Line P1 volume 2025: payable, due 270.00 CNY>",
        "<Line P1 lines 2025 L01: payable, due 10.33 CNY>",
        "<Line P1 lines 2025 L02: payable, due 19.67 CNY>",
        "<Line P2 volume 2025: not_qualified, due 0.00 CNY>",
        "<Line P2 lines 2025 L01: payable, due 0.03 CNY>",
    ]
    line = run.line("P1", "lines", key=("L01",))
    assert (line.due, line.gross, line.rate) == (
        Decimal("10.33"),
        Fraction(31, 3),
        Fraction(1, 300),
    )
    assert (line.band, line.is_paid, line.kind, line.payee) == (None, True, "final", "P1")
    assert run.line("P1", "volume").band == 1
    assert run.line("P2", "volume").rate is None
    assert run.due == Decimal("300.03")
    assert run.amounts("due") == [line.due for line in run.lines]
    assert run.lines[-1].partner == "P2" and len(run.lines[1:3]) == 2
    with pytest.raises(IndexError):
        run.lines[5]


def test_an_accounting_script_asserts_in_three_lines(
    policy: librebate.Policy, data: librebate.Data
) -> None:
    line = librebate.settle(policy, data).statement("P1").line("volume")
    assert line.due == Decimal("270.00"), line.explain()


def test_the_example_gives_the_bytes_of_the_command() -> None:
    example = EXAMPLES / "channel-2025"
    run = librebate.settle(example / "policy.json", example / "data")
    assert run.to_csv().encode() == (example / "expected" / "settlement.csv").read_bytes()
    for language in ("en", "zh"):
        expected = (example / "expected" / f"statement.P05.{language}.txt").read_text("utf-8")
        assert expected.startswith(run.statement("P05", language).text)
    document = json.loads(run.to_json())
    assert len(document["lines"]) == len(run.lines)
    assert document["coverage"] == run.coverage
    total = sum(
        Decimal(line["due"])
        for line in document["lines"]
        if line["paid"] and line["form"] != "on_invoice"
    )
    assert total == run.due


def test_a_line_explains_itself(run: librebate.Settlement) -> None:
    why = run.line("P1", "volume").explain()
    assert "270.00" in why.text and why.sentences["result"] in str(why)
    assert why.trace["slices"][0]["pays"] == "270"
    assert "S1" in run.line("P1", "volume").explain(rows=True).text
    assert run.line("P1", "volume").explain("zh").text != why.text
    with pytest.raises(librebate.ArgumentError, match="'fr' is no language"):
        run.lines[0].explain("fr")


def test_what_nobody_knows_is_told(run: librebate.Settlement) -> None:
    with pytest.raises(librebate.NotFoundError, match="There is no partner 'P3'"):
        run.statement("P3")
    with pytest.raises(LookupError, match="2 lines are such"):
        run.line("P1", "lines")
    with pytest.raises(librebate.NotFoundError, match="Did you mean 'lines'"):
        run.to_json(rule="line")
    with pytest.raises(librebate.ArgumentError, match="is no period"):
        librebate.settle(
            EXAMPLES / "first-steps/policy.json", EXAMPLES / "first-steps/data", period="2025-Q9"
        )
    with pytest.raises(librebate.ArgumentError, match="is no day"):
        librebate.settle(
            EXAMPLES / "first-steps/policy.json", EXAMPLES / "first-steps/data", as_of="yesterday"
        )


def test_rows_of_dicts_are_read_as_files_are(
    policy: librebate.Policy, run: librebate.Settlement
) -> None:
    rows = [
        {
            "id": "S1",
            "date": date(2025, 2, 1),
            "partner": "P1",
            "product": "X",
            "quantity": 31,
            "net": Decimal(3100),
        },
        {
            "id": "S2",
            "date": "2025-05-01",
            "partner": "P1",
            "product": "Y",
            "quantity": None,
            "net": "5900.00",
        },
        {
            "id": "S3",
            "date": date(2025, 5, 2),
            "partner": "P2",
            "product": "X",
            "quantity": 1,
            "net": Decimal("1.001E1"),
        },
    ]
    data = librebate.Data(policy, partners=PARTNERS, products=PRODUCTS, sales=rows)
    assert data.row_count("sales") == 3
    assert librebate.settle(policy, data).to_json() == run.to_json()
    with pytest.raises(librebate.NotFoundError):
        data.row_count("claims")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (12.5, "net: 12.5 is a float, which has lost its exact digits: write Decimal"),
        (Decimal("NaN"), "net: NaN is no number"),
        ([], "net: list is no value"),
    ],
)
def test_values_that_are_not_exact_are_refused(
    policy: librebate.Policy, value: object, message: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        librebate.Data(policy, partners=PARTNERS, sales=[{"net": value}])  # type: ignore[dict-item]


def test_folders_with_one_file_in_the_place_of_theirs() -> None:
    example = EXAMPLES / "first-steps"
    policy = librebate.Policy(example / "policy.json")
    without = librebate.Data(
        policy, example / "data", sales=b"id,date,partner,product,quantity,net\n"
    )
    assert librebate.settle(policy, without).line("D017", "volume").due == 0
    with_path = librebate.Data(
        policy, example / "data", files={"sales": example / "data" / "sales.csv"}
    )
    whole = librebate.settle(example / "policy.json", example / "data")
    assert librebate.settle(policy, with_path).to_json() == whole.to_json()


def test_input_errors_carry_every_issue(policy: librebate.Policy) -> None:
    document = copy.deepcopy(POLICY)
    document["rules"][1]["what"]["each"] = "product.lin"
    document["rules"][0]["pay"]["mode"] = "marginl"
    with pytest.raises(librebate.InputError) as caught:
        librebate.Policy.from_json(json.dumps(document), "p.json")
    assert caught.value.codes == ["RB1104", "RB3102"]
    issue = caught.value.issues[1]
    assert (issue.file, issue.pointer, issue.suggestion) == ("p.json", "/rules/1/what/each", "line")
    assert issue.severity == "error" and issue.line == 1 and issue.text in str(caught.value)
    with pytest.raises(librebate.InputError) as caught:
        librebate.Data(
            policy, partners=PARTNERS, products=PRODUCTS, sales=SALES.replace(b"05-02", b"05-32")
        )
    assert caught.value.codes == ["RB1106"] and caught.value.issues[0].line == 4
    with pytest.raises(librebate.InputError) as caught:
        librebate.Data(policy, partners=PARTNERS, sale=SALES)
    assert caught.value.issues[0].suggestion == "sales.csv"


def test_policies_are_written_back_and_checked(policy: librebate.Policy) -> None:
    assert repr(policy) == "<Policy small: 2 rules, CNY>"
    assert policy.rules == ["volume", "lines"]
    again = librebate.Policy.from_json(policy.to_json())
    assert again.to_json() == policy.to_json()
    assert policy.check_examples() == ()
    document = {**POLICY, "examples": [{"given": {"net_sales": 2000}, "expect": {"volume": 61}}]}
    issues = librebate.Policy.from_json(document).check_examples()
    assert [issue.code for issue in issues] == ["RB2601"]
    with pytest.raises(TypeError, match="0.03 is a float"):
        librebate.Policy.from_json({**POLICY, "rules": [{"id": "a", "pay": {"rate": 0.03}}]})
    assert "draft-07" in json.loads(librebate.schema("en"))["$schema"]


def test_tallies_add_up(policy: librebate.Policy, run: librebate.Settlement) -> None:
    header, first, *rest = SALES.splitlines(keepends=True)
    march = librebate.Data(policy, partners=PARTNERS, products=PRODUCTS, sales=header + first)
    april = librebate.Data(
        policy, partners=PARTNERS, products=PRODUCTS, sales=header + b"".join(rest)
    )
    plan = librebate.Plan(policy, march)
    kept = plan.tally(march).save()
    both = plan.restore(kept) + plan.tally(april)
    assert [line.due for line in both.settle().lines] == [line.due for line in run.lines]
    assert "volume" in str(plan)
    with pytest.raises(librebate.InputError) as caught:
        plan.restore(kept[:-1])
    assert caught.value.codes == ["RB5004"]


def test_progress_is_told_and_stops_the_run(policy: librebate.Policy, data: librebate.Data) -> None:
    told: list[str] = []
    librebate.settle(policy, data, progress=lambda stage, part: told.append(stage))
    assert {"adding up", "settling"} <= set(told)

    class Enough(Exception):
        pass

    def stop(stage: str, part: int) -> None:
        raise Enough(stage)

    with pytest.raises(Enough, match="adding up"):
        librebate.settle(policy, data, progress=stop)


def test_objects_are_shared_among_threads(policy: librebate.Policy, data: librebate.Data) -> None:
    expected = librebate.settle(policy, data).to_json()
    found: list[str] = []

    def work() -> None:
        for _ in range(10):
            found.append(librebate.settle(policy, data).to_json())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 40


def test_objects_outlive_what_they_were_made_of() -> None:
    def make() -> librebate.Line:
        policy = librebate.Policy.from_json(POLICY)
        data = librebate.Data(policy, partners=PARTNERS, products=PRODUCTS, sales=SALES)
        return librebate.settle(policy, data).lines[0]

    assert make().due == Decimal("270.00")


def test_jupyter_shows_tables_and_trees(run: librebate.Settlement) -> None:
    html = run.statement("P2")._repr_html_()
    assert "North &amp; South" in html and "<b>0.03</b>" in html
    assert html.count("<tr>") == 1 + 2 + 1
    assert run._repr_html_().count("<tr>") == 1 + 5 + 1
    tree = run.lines[0].explain()._repr_html_()
    assert "<details open><summary>figures</summary>" in tree and "sum(sale.net)" in tree
