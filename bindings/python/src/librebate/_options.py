# SPDX-License-Identifier: Apache-2.0
"""How to run and what to print, for one call at a time."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Optional

from ._errors import call, make
from ._native import c_text, ffi, lib

Progress = Callable[[str, int], Any]
"""Told a stage ("reading", "adding up", "settling") and thousandths of it; raising stops the run."""

_STAGES = ("reading", "adding up", "settling")


def _ignore(stage: str, thousandths: int) -> None:
    """Without a listener the call still comes by, so that Ctrl+C is heard."""


class Options:
    """rebate_options, filled from keywords; None is the default of each."""

    def __init__(
        self,
        *,
        threads: int = 0,
        as_of: datetime.date | str | None = None,
        period: str | None = None,
        progress: Optional[Progress] = None,
        partner: str | None = None,
        rule: str | None = None,
        language: str = "en",
        traces: bool = False,
        rows: bool = False,
    ) -> None:
        self.handle = make("options", lib.rebate_options_new)
        day = as_of.isoformat() if isinstance(as_of, datetime.date) else as_of
        call(lib.rebate_options_set_threads, self.handle, threads)
        call(lib.rebate_options_set_as_of, self.handle, c_text(day))
        call(lib.rebate_options_set_period, self.handle, c_text(period))
        call(lib.rebate_options_set_partner, self.handle, c_text(partner))
        call(lib.rebate_options_set_rule, self.handle, c_text(rule))
        call(lib.rebate_options_set_language, self.handle, c_text(language))
        call(lib.rebate_options_set_traces, self.handle, int(traces))
        call(lib.rebate_options_set_rows, self.handle, int(rows))
        self._listener = progress or _ignore
        self._failure: BaseException | None = None
        self._callback = ffi.callback("int32_t(int32_t, int32_t, void *)", self._tell, error=1)
        call(lib.rebate_options_set_progress, self.handle, self._callback, ffi.NULL)

    def _tell(self, stage: int, thousandths: int, _: Any) -> int:
        try:
            self._listener(_STAGES[stage], thousandths)
            return 0
        except BaseException as failure:  # Raised again when the call has come back.
            self._failure = failure
            return 1

    def run(self, noun: str, function: Any, *arguments: Any) -> Any:
        """make() with these options behind the arguments."""
        try:
            return make(noun, function, *arguments, self.handle)
        except Exception:
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure from None
            raise
