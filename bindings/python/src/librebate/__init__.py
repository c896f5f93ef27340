# SPDX-License-Identifier: Apache-2.0
"""Channel rebates: what every partner is owed and why, exact to the cent.

>>> import librebate
>>> run = librebate.settle("policy.json", "data/")
>>> print(run.line("D017", "annual-target").explain())
"""

from ._data import Data
from ._errors import (
    ArgumentError,
    BusyError,
    InputError,
    InternalError,
    Issue,
    NotFoundError,
    RebateError,
    StoppedError,
)
from ._native import lib as _lib
from ._native import text_of as _text_of
from ._policy import Policy, schema
from ._settlement import Explanation, Line, Plan, Settlement, Statement, Tally, settle

__version__: str = _text_of(_lib.rebate_version())

__all__ = [
    "ArgumentError",
    "BusyError",
    "Data",
    "Explanation",
    "InputError",
    "InternalError",
    "Issue",
    "Line",
    "NotFoundError",
    "Plan",
    "Policy",
    "RebateError",
    "Settlement",
    "Statement",
    "StoppedError",
    "Tally",
    "schema",
    "settle",
]
