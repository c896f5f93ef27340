# SPDX-License-Identifier: Apache-2.0
"""What is wrong, as exceptions that carry every issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from ._native import ffi, lib, text_of


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong with a policy or with data, where it stands, and what is right."""

    code: str
    """Permanent: "RB2204". Empty if it is about a call and not about an input."""
    name: str
    """The same in words: "policy.band.not_ascending"."""
    severity: str
    """ "error", "warning" or "note"."""
    message: str
    file: str
    pointer: str
    """RFC 6901: "/rules/2/what"."""
    line: int
    """From 1; 0 is unknown."""
    column: int
    """From 1, in bytes; 0 is unknown."""
    found: str
    expected: str
    suggestion: str
    """The nearest right word; empty if none is near."""
    text: str
    """All of it on a line or two, as the command prints it."""

    def __str__(self) -> str:
        return self.text


class RebateError(Exception):
    """A call that could not be done."""

    def __init__(self, message: str, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__(message)
        self.issues = issues

    @property
    def codes(self) -> list[str]:
        """The codes of all issues, in their order."""
        return [issue.code for issue in self.issues]


class InputError(RebateError, ValueError):
    """The policy or the data are wrong; `issues` has everything that is."""


class ArgumentError(RebateError, ValueError):
    """An argument is no such thing: a language, a day, a period."""


class NotFoundError(RebateError, LookupError):
    """There is no such line, rule, partner or file."""


class StoppedError(RebateError):
    """The progress callback stopped the run."""


class BusyError(RebateError):
    """Another thread is using the same options or input."""


class InternalError(RebateError):
    """A defect of the library."""


_SEVERITIES = ("error", "warning", "note")


def _issue(error: Any, index: int) -> Issue:
    def text(field: int) -> str:
        return text_of(lib.rebate_error_text(error, index, field))

    def number(field: int) -> int:
        return int(lib.rebate_error_number(error, index, field))

    return Issue(
        code=text(lib.REBATE_ISSUE_TAG),
        name=text(lib.REBATE_ISSUE_NAME),
        severity=_SEVERITIES[number(lib.REBATE_ISSUE_SEVERITY)],
        message=text(lib.REBATE_ISSUE_MESSAGE),
        file=text(lib.REBATE_ISSUE_FILE),
        pointer=text(lib.REBATE_ISSUE_POINTER),
        line=number(lib.REBATE_ISSUE_LINE),
        column=number(lib.REBATE_ISSUE_COLUMN),
        found=text(lib.REBATE_ISSUE_FOUND),
        expected=text(lib.REBATE_ISSUE_EXPECTED),
        suggestion=text(lib.REBATE_ISSUE_SUGGESTION),
        text=text(lib.REBATE_ISSUE_TEXT),
    )


def issues_of(error: Any) -> tuple[Issue, ...]:
    """The issues of a borrowed rebate_error; none for NULL."""
    return tuple(_issue(error, i) for i in range(lib.rebate_error_count(error)))


def _raise(status: int, error: Any) -> NoReturn:
    try:
        message = text_of(lib.rebate_error_message(error)).rstrip("\n")
        issues = issues_of(error) if status == lib.REBATE_INPUT else ()
    finally:
        lib.rebate_error_free(error)
    if status == lib.REBATE_NO_MEMORY:
        raise MemoryError(message or "librebate has no more memory")
    kinds: dict[int, type[RebateError]] = {
        lib.REBATE_INPUT: InputError,
        lib.REBATE_INVALID_ARGUMENT: ArgumentError,
        lib.REBATE_NOT_FOUND: NotFoundError,
        lib.REBATE_STOPPED: StoppedError,
        lib.REBATE_BUSY: BusyError,
    }
    raise kinds.get(status, InternalError)(message, issues)


def call(function: Any, *arguments: Any) -> None:
    """Calls a function that takes error_out last; raises what it says."""
    error = ffi.new("rebate_error **")
    status = function(*arguments, error)
    if status != lib.REBATE_OK:
        _raise(status, error[0])


def make(noun: str, function: Any, *arguments: Any) -> Any:
    """The same for a function that makes a handle: rebate_<noun>, freed when nobody has it."""
    out = ffi.new(f"rebate_{noun} **")
    call(function, *arguments, out)
    return ffi.gc(out[0], getattr(lib, f"rebate_{noun}_free"))


def make_text(function: Any, *arguments: Any) -> Any:
    """The same for a function that makes a text, which the caller frees."""
    out = ffi.new("rebate_text **")
    call(function, *arguments, out)
    return out[0]
