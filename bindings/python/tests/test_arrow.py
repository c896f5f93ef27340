# SPDX-License-Identifier: Apache-2.0
"""Tables of other libraries go in and come out by __arrow_c_stream__."""

from __future__ import annotations

import gc
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from conftest import PARTNERS, PRODUCTS

import librebate

pa = pytest.importorskip("pyarrow")

ROWS: dict[str, list[Any]] = {
    "id": ["S1", "S2", "S3"],
    "date": [date(2025, 2, 1), date(2025, 5, 1), date(2025, 5, 2)],
    "partner": ["P1", "P1", "P2"],
    "product": ["X", "Y", "X"],
    "quantity": [31, 59, None],
    "net": [Decimal("3100.00"), Decimal("5900.00"), Decimal("10.01")],
}


def table(**columns: Any) -> Any:
    return pa.table({**ROWS, **columns})


def settled(policy: librebate.Policy, sales: Any) -> str:
    return librebate.settle(
        policy, librebate.Data(policy, partners=PARTNERS, products=PRODUCTS, sales=sales)
    ).to_json()


@pytest.mark.parametrize("net", [pa.decimal128(18, 2), pa.decimal128(38, 20), pa.decimal256(60, 4)])
@pytest.mark.parametrize(
    "text",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
)
@pytest.mark.parametrize("day", [pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ns")])
def test_types(
    policy: librebate.Policy, run: librebate.Settlement, net: Any, text: Any, day: Any
) -> None:
    sales = table(
        net=pa.array(ROWS["net"], net),
        partner=pa.array(ROWS["partner"]).cast(text),
        date=pa.array(ROWS["date"], pa.date32()).cast(day),
    )
    assert settled(policy, sales) == run.to_json()


@pytest.mark.parametrize(
    "integer",
    [
        pa.int8(),
        pa.uint8(),
        pa.int16(),
        pa.uint16(),
        pa.int32(),
        pa.uint32(),
        pa.int64(),
        pa.uint64(),
    ],
)
def test_integers(policy: librebate.Policy, run: librebate.Settlement, integer: Any) -> None:
    assert settled(policy, table(quantity=pa.array(ROWS["quantity"], integer))) == run.to_json()


def test_slices_and_chunks(policy: librebate.Policy, run: librebate.Settlement) -> None:
    more = pa.concat_tables([table().slice(2), table(), table().slice(0, 1)])
    assert settled(policy, more.slice(1, 3)) == run.to_json()
    assert (
        settled(policy, pa.concat_tables([table().slice(i, 1) for i in range(3)])) == run.to_json()
    )
    struct = pa.RecordBatchReader.from_batches(
        table().schema, [b.slice(1) for b in table().to_batches()]
    )
    data = librebate.Data(policy, partners=PARTNERS, products=PRODUCTS, sales=struct)
    assert data.row_count("sales") == 2


def test_a_column_that_no_field_needs_may_be_of_any_type(
    policy: librebate.Policy, run: librebate.Settlement
) -> None:
    assert settled(policy, table(weight=[0.5, 1.5, None], tags=[["a"], [], None])) == run.to_json()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"net": [3100.0, 5900.0, 10.01]},
            "net is float64; binary fractions have lost the exact digits: cast it to a decimal",
        ),
        ({"net": pa.array([1, 2, 3], pa.float32())}, "net is float32"),
        (
            {"date": [datetime(2025, 2, 1, 14, 30)] * 3},
            "/0/date  The value has a time of day: cast the column to date32",
        ),
        (
            {"date": pa.array([datetime(2025, 2, 1)] * 3, pa.timestamp("s", "Asia/Shanghai"))},
            "date is a timestamp with a time zone",
        ),
        ({"partner": pa.array([b"P1"] * 3)}, "partner is of the Arrow type 'z'"),
    ],
)
def test_what_is_not_exact_is_refused(
    policy: librebate.Policy, columns: dict[str, Any], message: str
) -> None:
    with pytest.raises(librebate.InputError) as caught:
        settled(policy, table(**columns))
    assert message in str(caught.value)
    assert "RB4402" in caught.value.codes


def test_a_stream_that_fails_is_told(policy: librebate.Policy) -> None:
    def batches() -> Any:
        yield table().to_batches()[0]
        raise RuntimeError("the connection is gone")

    reader = pa.RecordBatchReader.from_batches(table().schema, batches())
    with pytest.raises(librebate.InputError, match="the connection is gone") as caught:
        settled(policy, reader)
    assert caught.value.codes == ["RB4401"]


def test_streams_are_released_once(policy: librebate.Policy) -> None:
    gc.collect()  # What tests before this one left behind.
    before = pa.total_allocated_bytes()
    for _ in range(3):
        sales = pa.table({**ROWS, "net": pa.array(ROWS["net"], pa.decimal128(18, 2))})
        settled(policy, sales)
        with pytest.raises(librebate.InputError):
            settled(policy, table(net=[1.0, 2.0, 3.0]))
        librebate.Data(policy, partners=PARTNERS)  # Without any stream.
        del sales
    gc.collect()
    assert pa.total_allocated_bytes() == before


def test_settlements_are_tables(run: librebate.Settlement) -> None:
    lines = pa.table(run)
    assert lines.schema.field("due").type == pa.decimal128(38, 2)
    assert lines["due"].to_pylist() == [line.due for line in run.lines]
    assert lines["partner"].to_pylist() == [line.partner for line in run.lines]
    assert lines["each"].to_pylist() == [None, "L01", "L02", None, "L01"]
    assert lines["band"].to_pylist() == [1, None, None, None, None]
    assert lines["gross"].to_pylist()[1] == "31/3"
    assert lines["paid"].to_pylist() == [True] * 5
    assert lines.validate(full=True) is None
    # Half-read and never read.
    reader = pa.RecordBatchReader.from_stream(run)
    column = reader.read_next_batch().column("rule")
    del reader
    gc.collect()
    assert column.to_pylist()[0] == "volume"
    run.__arrow_c_stream__()


def test_master_data_as_a_table(policy: librebate.Policy, run: librebate.Settlement) -> None:
    partners = pa.table(
        {
            "id": ["P1", "P2"],
            "name": ["Huaxing", "North & South"],
            "valid_from": [date(2025, 1, 1)] * 2,
        }
    )
    data = librebate.Data(policy, partners=partners, products=PRODUCTS, sales=table())
    assert librebate.settle(policy, data).to_json() == run.to_json()


def test_polars(policy: librebate.Policy, run: librebate.Settlement) -> None:
    polars = pytest.importorskip("polars")
    sales = polars.DataFrame(ROWS)
    assert settled(policy, sales) == run.to_json()
    assert (
        settled(policy, sales.with_columns(polars.col("partner").cast(polars.Categorical)))
        == run.to_json()
    )
    assert polars.DataFrame(run)["due"].to_list() == [line.due for line in run.lines]


def test_pandas(policy: librebate.Policy, run: librebate.Settlement) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({**ROWS, "quantity": pandas.array(ROWS["quantity"], "Int64")})
    assert settled(policy, frame) == run.to_json()


def test_duckdb(policy: librebate.Policy, run: librebate.Settlement) -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute(
        "create table sales (id text, date date, partner text, product text, quantity int, net decimal(18, 2))"
    )
    for row in zip(*ROWS.values()):
        connection.execute("insert into sales values (?, ?, ?, ?, ?, ?)", row)
    assert settled(policy, connection.sql("select * from sales")) == run.to_json()
    due = connection.sql("select sum(due) from run").fetchall()[0][0]
    assert due == run.due
