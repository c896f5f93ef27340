# SPDX-License-Identifier: Apache-2.0
"""Settlements, statements and explanations as Jupyter shows them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._settlement import Line

_MOST_LINES = 100


def _row(cells: Sequence[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def lines(title: str, shown: Sequence[Line], dues: dict[str, Decimal]) -> str:
    """A table with a line of settlement in each row, and the sums below."""
    rows = [_row(["partner", "rule", "period", "key", "status", "due"], "th")]
    for line in shown[:_MOST_LINES]:
        cells = [line.partner, line.rule, line.period, " ".join(line.key), line.status]
        rows.append(_row([escape(cell) for cell in cells] + [f"{line.due:,}"]))
    left = len(shown) - _MOST_LINES
    if left > 0:
        rows.append(_row([f"... and {left} more", "", "", "", "", ""]))
    for currency, due in dues.items():
        rows.append(_row([f"<b>due, {escape(currency)}</b>", "", "", "", "", f"<b>{due:,}</b>"]))
    return f"<table><caption>{escape(title)}</caption>{''.join(rows)}</table>"


def _tree(name: str, value: Any, is_open: bool) -> str:
    if isinstance(value, dict):
        inside = "".join(_tree(key, child, False) for key, child in value.items())
    elif isinstance(value, list):
        inside = "".join(_tree(_title(child, i), child, False) for i, child in enumerate(value))
    else:
        return f"<li>{escape(name)}: {escape(str(value))}</li>"
    opened = " open" if is_open else ""
    return f"<li><details{opened}><summary>{escape(name)}</summary><ul>{inside}</ul></details></li>"


def _title(child: Any, index: int) -> str:
    if isinstance(child, dict):
        for key in ("expression", "kind", "rule", "id"):
            if key in child:
                return str(child[key])
    return str(index + 1)


def explanation(document: dict[str, Any]) -> str:
    """The sentences, and below them the figures as a tree that opens."""
    sentences = "".join(f"<p>{escape(str(text))}</p>" for text in document["explanation"].values())
    return f"{sentences}<ul>{_tree('figures', document['trace'], True)}</ul>"
