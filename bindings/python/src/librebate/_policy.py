# SPDX-License-Identifier: Apache-2.0
"""A policy: the rules, read and checked."""

from __future__ import annotations

import json
import os
from typing import Any, Union

from ._errors import InputError, Issue, call, issues_of, make, make_text
from ._native import bytes_of, c_text, lib, text_of


class Policy:
    """The rules of a programme. Never changes; may be used by any number of threads.

    >>> policy = Policy("policy.json")
    >>> policy.rules
    ['annual-target', 'volume', 'co-marketing']
    """

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Reads a file and those that it names. Raises InputError with all that is wrong."""
        self._handle = make("policy", lib.rebate_policy_from_file, c_text(os.fspath(path)))

    @classmethod
    def from_json(
        cls, document: Union[str, bytes, dict[str, Any]], file_name: str = ""
    ) -> "Policy":
        """From the text of a policy, or the same as a dict. `file_name` is only for places.

        In a dict write numbers as int or as text ("0.025", "2.5%"); a float has lost its exact
        digits already and is refused.
        """
        if isinstance(document, dict):
            _refuse_floats(document)
            document = json.dumps(document, ensure_ascii=False)
        data = document.encode("utf-8") if isinstance(document, str) else bytes(document)
        policy = cls.__new__(cls)
        name = c_text(file_name)
        policy._handle = make("policy", lib.rebate_policy_from_json, data, len(data), name)
        return policy

    def to_json(self) -> str:
        """The policy in the one spelling that everybody gets."""
        return bytes_of(make_text(lib.rebate_policy_to_json, self._handle)).decode("utf-8")

    @property
    def id(self) -> str:
        return text_of(lib.rebate_policy_id(self._handle))

    @property
    def currency(self) -> str:
        return text_of(lib.rebate_policy_currency(self._handle))

    @property
    def rules(self) -> list[str]:
        """The ids of the rules, in their order."""
        count = lib.rebate_policy_rule_count(self._handle)
        return [text_of(lib.rebate_policy_rule_id(self._handle, i)) for i in range(count)]

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """What can be used and is probably not what its author meant."""
        return issues_of(lib.rebate_policy_warnings(self._handle))

    def check_examples(self) -> tuple[Issue, ...]:
        """The examples of the policy that come out otherwise or cannot be worked out; none: ()."""
        try:
            call(lib.rebate_policy_check_examples, self._handle)
        except InputError as error:
            return error.issues
        return ()

    def __repr__(self) -> str:
        return f"<Policy {self.id}: {len(self.rules)} rules, {self.currency}>"


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value} is a float: write it as text, '{value}', so that it stays exact")
    if isinstance(value, dict):
        value = list(value.values())
    for child in value if isinstance(value, (list, tuple)) else ():
        _refuse_floats(child)


def schema(language: str | None = None) -> str:
    """The JSON Schema of policies, draft 07; texts in "en", "zh", or None for both."""
    return bytes_of(make_text(lib.rebate_policy_schema, c_text(language))).decode("utf-8")
