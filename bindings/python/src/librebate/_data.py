# SPDX-License-Identifier: Apache-2.0
"""Data on its way in: folders, files, rows of dicts, columns."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Optional, Union

from ._arrow import stream_in
from ._errors import Issue, call, issues_of, make
from ._native import c_text, ffi, lib
from ._options import Options, Progress
from ._policy import Policy

Path = Union[str, "os.PathLike[str]"]
Cell = Union[str, int, Decimal, datetime.date, bool, None]
Rows = Sequence[Mapping[str, Cell]]
Source = Union[Path, bytes, Rows, Any]
"""What a file's rows may be: a path or the bytes of a CSV file, rows of dicts, or whatever has
__arrow_c_stream__: a table of pyarrow, pandas, Polars, DuckDB."""


class Data:
    """Master data and ledger of a policy. Never changes; may be used by any number of threads.

    >>> data = Data(policy, "data/")
    >>> data = Data(policy, "data/", sales=[{"id": "S1", "date": date(2025, 3, 31), ...}])
    """

    def __init__(
        self,
        policy: Policy,
        folder: Optional[Path] = None,
        *,
        files: Optional[Mapping[str, Source]] = None,
        threads: int = 0,
        progress: Optional[Progress] = None,
        **named: Source,
    ) -> None:
        """Reads a folder of CSV files; what is named takes the place of its file.

        `sales=...` stands for sales.csv, `exchange_rates=...` for exchange-rates.csv; names that
        are no Python words go into `files`. Each is a path, the bytes of a CSV file, rows of
        dicts, or a table with __arrow_c_stream__. Raises InputError with all that is wrong.
        """
        options = Options(threads=threads, progress=progress)
        data_input = make("input", lib.rebate_input_new)
        if folder is not None:
            call(lib.rebate_input_set_folder, data_input, c_text(os.fspath(folder)))
        sources = {name.replace("_", "-"): source for name, source in named.items()}
        sources.update(files or {})
        for name, source in sources.items():
            _add(data_input, name, source)
        self._handle = options.run("data", lib.rebate_data_read, policy._handle, data_input)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Rows that count nowhere, columns and files that are not read."""
        return issues_of(lib.rebate_data_warnings(self._handle))

    def row_count(self, file: str) -> int:
        """Rows that were read from a file: "sales". Raises NotFoundError if it was not read."""
        count = ffi.new("uint64_t *")
        call(lib.rebate_data_row_count, self._handle, c_text(file), count)
        return int(count[0])


def _add(data_input: Any, name: str, source: Source) -> None:
    if isinstance(source, (bytes, bytearray, memoryview)):
        _add_file(data_input, _file_name(name), bytes(source))
    elif isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            _add_file(data_input, _file_name(name), file.read())
    elif hasattr(source, "__arrow_c_stream__"):
        capsule = source.__arrow_c_stream__()
        call(lib.rebate_input_add_stream, data_input, c_text(name), stream_in(capsule))
    elif isinstance(source, Sequence) and all(isinstance(row, Mapping) for row in source):
        rows = [{field: _cell(field, cell) for field, cell in _fields(row)} for row in source]
        text = json.dumps(rows, ensure_ascii=False)
        _add_file(data_input, f"{name}.json", text.encode("utf-8"))
    else:
        raise TypeError(
            f"{name}: {type(source).__name__} is no path, bytes, list of dicts or Arrow table"
        )


def _fields(row: Any) -> list[tuple[str, Cell]]:
    return list(row.items())


def _file_name(name: str) -> str:
    return "data.json" if name in ("data", "data.json") else f"{name}.csv"


def _add_file(data_input: Any, name: str, content: bytes) -> None:
    call(lib.rebate_input_add_file, data_input, c_text(name), content, len(content))


def _cell(field: str, value: Cell) -> Union[str, bool, None]:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{field}: {value} is no number")
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        raise TypeError(f"{field}: {value!r} has a time of day; take its .date()")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError(
            f"{field}: {value!r} is a float, which has lost its exact digits: "
            f"write Decimal('{value}') or '{value}'"
        )
    raise TypeError(f"{field}: {type(value).__name__} is no value of a field")
