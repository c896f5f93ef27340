# SPDX-License-Identifier: Apache-2.0
"""What is owed and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Optional, Union, overload

from . import _html
from ._arrow import capsule_of
from ._data import Data, Path
from ._errors import Issue, NotFoundError, call, issues_of, make_text
from ._native import bytes_of, ffi, lib, text_of
from ._options import Options, Progress
from ._policy import Policy

Number = Union[Decimal, Fraction]


def _number(text: str) -> Number:
    return Fraction(text) if "/" in text else Decimal(text)


class Explanation:
    """Why a line has its amount: sentences, and the figures behind them."""

    def __init__(self, text: str, document: dict[str, Any]) -> None:
        self.text = text
        """The sentences, one a line."""
        self.document = document
        """{"line": ..., "explanation": ..., "trace": ...}, numbers as exact texts."""

    @property
    def sentences(self) -> dict[str, str]:
        """ "result", "why", "not_more", "limits", "next" and "clause", those that there are."""
        return dict(self.document["explanation"])

    @property
    def trace(self) -> dict[str, Any]:
        """Every figure that decided the amount, in the order in which it was decided."""
        return dict(self.document["trace"])

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text.rstrip("\n")

    def _repr_html_(self) -> str:
        return _html.explanation(self.document)


class Line:
    """What one rule gives one partner for one period and key."""

    __slots__ = ("_settlement", "index")

    def __init__(self, settlement: "Settlement", index: int) -> None:
        self._settlement = settlement
        self.index = index
        """Its place among the lines, from 0."""

    def _text(self, field: int) -> str:
        return text_of(lib.rebate_settlement_line_text(self._settlement._handle, self.index, field))

    def _integer(self, field: int) -> int:
        out = ffi.new("int64_t *")
        call(lib.rebate_settlement_line_number, self._settlement._handle, self.index, field, out)
        return int(out[0])

    def _amount(self, field: int) -> Optional[Number]:
        handle = self._settlement._handle
        text = make_text(lib.rebate_settlement_line_amount, handle, self.index, field)
        return None if text == ffi.NULL else _number(bytes_of(text).decode("ascii"))

    def _decimal(self, field: int) -> Decimal:
        amount = self._amount(field)
        assert isinstance(amount, Decimal)  # Entitlements are rounded.
        return amount

    def _exact(self, field: int) -> Number:
        amount = self._amount(field)
        assert amount is not None  # Every line has one.
        return amount

    @property
    def partner(self) -> str:
        """Who earns."""
        return self._text(lib.REBATE_LINE_PARTNER)

    @property
    def payee(self) -> str:
        """Who is paid."""
        return self._text(lib.REBATE_LINE_PAYEE)

    @property
    def rule(self) -> str:
        return self._text(lib.REBATE_LINE_RULE)

    @property
    def period(self) -> str:
        return self._text(lib.REBATE_LINE_PERIOD)

    @property
    def kind(self) -> str:
        """ "final", "accrual", ..."""
        return self._text(lib.REBATE_LINE_KIND)

    @property
    def status(self) -> str:
        """ "payable", "not_qualified", ..."""
        return self._text(lib.REBATE_LINE_STATUS)

    @property
    def level(self) -> str:
        """The outcome of a rule that sets a level; else empty."""
        return self._text(lib.REBATE_LINE_LEVEL)

    @property
    def form(self) -> str:
        """ "credit_note", "payment", ...; "on_invoice" has been given already."""
        return self._text(lib.REBATE_LINE_FORM)

    @property
    def currency(self) -> str:
        return self._text(lib.REBATE_LINE_CURRENCY)

    @property
    def key(self) -> tuple[str, ...]:
        """What the rule's `each` tells apart: ("L01",); () without."""
        handle, count = self._settlement._handle, self._integer(lib.REBATE_NUMBER_KEY_COUNT)
        return tuple(
            text_of(lib.rebate_settlement_line_key(handle, self.index, part))
            for part in range(count)
        )

    @property
    def band(self) -> Optional[int]:
        """The band reached, from 1; None if there was none."""
        return self._integer(lib.REBATE_NUMBER_BAND) or None

    @property
    def is_paid(self) -> bool:
        """False for a member of a combination, whose line pays in its place."""
        return self._integer(lib.REBATE_NUMBER_IS_PAID) != 0

    @property
    def due(self) -> Decimal:
        """What is to be paid now."""
        return self._decimal(lib.REBATE_AMOUNT_DUE)

    @property
    def rounded(self) -> Decimal:
        """The whole entitlement, rounded as the policy says."""
        return self._decimal(lib.REBATE_AMOUNT_ROUNDED)

    @property
    def settled_before(self) -> Decimal:
        return self._decimal(lib.REBATE_AMOUNT_SETTLED_BEFORE)

    @property
    def share(self) -> Decimal:
        """Of a member: its part of what the combination pays."""
        return self._decimal(lib.REBATE_AMOUNT_SHARE)

    @property
    def gross(self) -> Number:
        """Before limits, exact: a Fraction where it does not end."""
        return self._exact(lib.REBATE_AMOUNT_GROSS)

    @property
    def after_limits(self) -> Number:
        return self._exact(lib.REBATE_AMOUNT_AFTER_LIMITS)

    @property
    def after_combination(self) -> Number:
        return self._exact(lib.REBATE_AMOUNT_AFTER_COMBINATION)

    @property
    def qualifying(self) -> Optional[Number]:
        """The measure that chose the band."""
        return self._amount(lib.REBATE_AMOUNT_QUALIFYING)

    @property
    def earning(self) -> Optional[Number]:
        """The measure that was paid on."""
        return self._amount(lib.REBATE_AMOUNT_EARNING)

    @property
    def rate(self) -> Optional[Number]:
        """Where one rate pays all: Decimal("0.03")."""
        return self._amount(lib.REBATE_AMOUNT_RATE)

    def explain(self, language: str = "en", rows: bool = False) -> Explanation:
        """Why, in "en" or "zh"; `rows` lists the rows behind every figure."""
        handle = self._settlement._handle
        options = Options(language=language, rows=rows).handle
        text = bytes_of(make_text(lib.rebate_settlement_explain, handle, self.index, options))
        document = bytes_of(
            make_text(lib.rebate_settlement_explain_to_json, handle, self.index, options)
        )
        return Explanation(text.decode("utf-8"), json.loads(document))

    def __repr__(self) -> str:
        key = "".join(f" {part}" for part in self.key)
        return (
            f"<Line {self.partner} {self.rule} {self.period}{key}: "
            f"{self.status}, due {self.due} {self.currency}>"
        )


def _sums(lines: Iterable[Line]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.is_paid and line.form != "on_invoice":
            sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.due
    return sums


def _one_sum(sums: dict[str, Decimal]) -> Decimal:
    if len(sums) > 1:
        raise ValueError(f"the lines are in {', '.join(sums)}: take `dues`, the sums by currency")
    return next(iter(sums.values()), Decimal(0))


def _sums_text(sums: dict[str, Decimal]) -> str:
    return ", ".join(f"{due} {currency}" for currency, due in sums.items()) or "0"


class Statement(Sequence[Line]):
    """What one partner is owed: its lines that pay."""

    def __init__(self, settlement: "Settlement", partner: str, language: str) -> None:
        self._settlement = settlement
        self.partner = partner
        self.language = language
        options = Options(partner=partner, language=language)  # Refuses who is not known.
        self.text = settlement._print(lib.rebate_settlement_to_statements, options)
        """As the command prints it."""
        self.lines = [line for line in settlement.lines if line.partner == partner and line.is_paid]

    @property
    def due(self) -> Decimal:
        """The sum of what is due; discounts on invoices have been given already."""
        return _one_sum(self.dues)

    @property
    def dues(self) -> dict[str, Decimal]:
        """The same by currency, for policies that pay in several."""
        return _sums(self.lines)

    def line(self, rule: str, period: Optional[str] = None, *key: str) -> Line:
        """The only line of a rule, or of a rule, period and key."""
        return _only(self.lines, rule=rule, period=period, key=key or None)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Line, list[Line]]:
        return self.lines[index]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Statement of {self.partner}: {len(self)} lines, due {_sums_text(self.dues)}>"

    def _repr_html_(self) -> str:
        return _html.lines(self.text.partition("\n")[0], self.lines, self.dues)


class Lines(Sequence[Line]):
    """The lines of a settlement, made when they are asked for."""

    def __init__(self, settlement: "Settlement") -> None:
        self._settlement = settlement

    def __len__(self) -> int:
        return int(lib.rebate_settlement_line_count(self._settlement._handle))

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Line, list[Line]]:
        if isinstance(index, slice):
            return [Line(self._settlement, i) for i in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"there are {len(self)} lines")
        return Line(self._settlement, place)

    def __iter__(self) -> Iterator[Line]:
        return (Line(self._settlement, i) for i in range(len(self)))


def _only(
    lines: Sequence[Line],
    *,
    rule: Optional[str],
    period: Optional[str],
    key: Optional[tuple[str, ...]],
) -> Line:
    found = [
        line
        for line in lines
        if (rule is None or line.rule == rule)
        and (period is None or line.period == period)
        and (key is None or line.key == key)
    ]
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {line!r}" for line in found[:5])
    raise NotFoundError(f"{len(found) or 'no'} lines are such, one was asked for{listed}")


class Settlement:
    """Every line of a run, and what no line used. Never changes; safe among threads."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.lines = Lines(self)

    def _print(self, function: Any, options: Options) -> str:
        return bytes_of(make_text(function, self._handle, options.handle)).decode("utf-8")

    @property
    def warnings(self) -> tuple[Issue, ...]:
        return issues_of(lib.rebate_settlement_warnings(self._handle))

    def line(
        self,
        partner: str,
        rule: Optional[str] = None,
        period: Optional[str] = None,
        key: Optional[tuple[str, ...]] = None,
    ) -> Line:
        """The only line of that partner, rule, period and key. Raises NotFoundError otherwise."""
        own = [line for line in self.lines if line.partner == partner]
        return _only(own, rule=rule, period=period, key=key)

    def statement(self, partner: str, language: str = "en") -> Statement:
        """What a partner is owed. Raises NotFoundError for somebody unknown."""
        return Statement(self, partner, language)

    def amounts(self, field: str = "due", scale: int = 2) -> list[Decimal]:
        """A field of all lines at once: "due", "rounded", "settled_before", "share"."""
        number = getattr(lib, f"REBATE_AMOUNT_{field.upper()}")
        count = len(self.lines)
        out = ffi.new("int64_t[]", max(count, 1))
        call(lib.rebate_settlement_decimals, self._handle, number, scale, out, ffi.NULL, count)
        return [Decimal(out[i]).scaleb(-scale) for i in range(count)]

    @property
    def due(self) -> Decimal:
        """The sum over all partners."""
        return _one_sum(self.dues)

    @property
    def dues(self) -> dict[str, Decimal]:
        """The same by currency, for policies that pay in several."""
        return _sums(self.lines)

    def to_json(
        self, partner: Optional[str] = None, rule: Optional[str] = None, traces: bool = False
    ) -> str:
        """The bytes of `rebate settle --format json`; `traces` adds every figure behind a line."""
        options = Options(partner=partner, rule=rule, traces=traces)
        return self._print(lib.rebate_settlement_to_json, options)

    def to_csv(self, partner: Optional[str] = None, rule: Optional[str] = None) -> str:
        return self._print(lib.rebate_settlement_to_csv, Options(partner=partner, rule=rule))

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The lines as an Arrow stream: `pyarrow.table(run)`, `polars.DataFrame(run)`."""
        stream = ffi.new("struct ArrowArrayStream *")
        call(lib.rebate_settlement_to_stream, self._handle, ffi.NULL, stream)
        return capsule_of(stream)

    @property
    def coverage(self) -> dict[str, Any]:
        """What no line used, what was paid twice, what had no target."""
        text = make_text(lib.rebate_settlement_coverage_to_json, self._handle)
        return dict(json.loads(bytes_of(text)))

    def coverage_text(self, language: str = "en") -> str:
        return self._print(lib.rebate_settlement_coverage_to_text, Options(language=language))

    def __repr__(self) -> str:
        return f"<Settlement: {len(self.lines)} lines, due {_sums_text(self.dues)}>"

    def _repr_html_(self) -> str:
        return _html.lines(repr(self).strip("<>"), self.lines, self.dues)


class Plan:
    """A policy bound to master data: what tallies are made by."""

    def __init__(self, policy: Policy, data: Data, *, as_of: Any = None) -> None:
        self._handle = Options(as_of=as_of).run(
            "plan", lib.rebate_plan_compile, policy._handle, data._handle
        )

    def tally(
        self, data: Data, *, threads: int = 0, progress: Optional[Progress] = None
    ) -> "Tally":
        """Adds up the rows of `data`, which has the same partners as the plan's."""
        options = Options(threads=threads, progress=progress)
        return Tally(self, options.run("tally", lib.rebate_tally_build, self._handle, data._handle))

    def restore(self, content: bytes) -> "Tally":
        """A tally from what save() gave. Raises InputError if it is damaged or of another plan."""
        from ._errors import make

        return Tally(
            self,
            make("tally", lib.rebate_tally_restore, self._handle, bytes(content), len(content)),
        )

    def __str__(self) -> str:
        return bytes_of(make_text(lib.rebate_plan_to_text, self._handle)).decode("utf-8")


class Tally:
    """Sums of rows. Tallies of disjoint rows are added: `march + april`."""

    def __init__(self, plan: Plan, handle: Any) -> None:
        self.plan = plan
        self._handle = handle

    def __add__(self, other: "Tally") -> "Tally":
        from ._errors import make

        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(
            self.plan,
            make("tally", lib.rebate_tally_merge, self.plan._handle, self._handle, other._handle),
        )

    def save(self) -> bytes:
        """Equal tallies are equal bytes."""
        return bytes_of(make_text(lib.rebate_tally_save, self._handle))

    def settle(
        self,
        *,
        period: Optional[str] = None,
        threads: int = 0,
        progress: Optional[Progress] = None,
    ) -> Settlement:
        options = Options(period=period, threads=threads, progress=progress)
        return Settlement(
            options.run("settlement", lib.rebate_settle, self.plan._handle, self._handle)
        )


def settle(
    policy: Union[Policy, Path],
    data: Union[Data, Path],
    *,
    period: Optional[str] = None,
    as_of: Any = None,
    threads: int = 0,
    progress: Optional[Progress] = None,
) -> Settlement:
    """What every partner is owed: from a policy and its data, or from their paths.

    >>> settle("policy.json", "data/").statement("D017").due
    Decimal('27000.00')
    """
    if not isinstance(policy, Policy):
        policy = Policy(policy)
    if not isinstance(data, Data):
        data = Data(policy, data, threads=threads, progress=progress)
    options = Options(period=period, as_of=as_of, threads=threads, progress=progress)
    return Settlement(options.run("settlement", lib.rebate_evaluate, policy._handle, data._handle))
