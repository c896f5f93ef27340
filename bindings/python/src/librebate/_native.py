# SPDX-License-Identifier: Apache-2.0
"""The C library and its functions, declared from the very headers it was built with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cffi

_FOLDER = Path(__file__).parent


def _declarations(header: str) -> str:
    """The header without what is for a preprocessor only."""
    text = re.sub(r"//[^\n]*", "", header)
    text = re.sub(r"(?m)^#[^\n]*(\\\n[^\n]*)*", "", text)
    text = text.replace('extern "C" {', "").replace("REBATE_API", "")
    return re.sub(r"(?m)^}\s*$", "", text)


ffi = cffi.FFI()
for _header in ("c_data.h", "rebate.h"):
    ffi.cdef(_declarations((_FOLDER / _header).read_text(encoding="utf-8")))
lib: Any = ffi.dlopen(str(_FOLDER / "librebate_c.so"))


def text_of(pointer: Any) -> str:
    """A borrowed text that ends with NUL; "" for NULL."""
    return "" if pointer == ffi.NULL else bytes(ffi.string(pointer)).decode("utf-8", "replace")


def bytes_of(text: Any) -> bytes:
    """The bytes of a rebate_text, which is freed."""
    try:
        return bytes(ffi.buffer(lib.rebate_text_data(text), lib.rebate_text_size(text)))
    finally:
        lib.rebate_text_free(text)


def c_text(text: str | None) -> Any:
    """A Python text for a parameter that ends with NUL."""
    if text is None:
        return ffi.NULL
    if "\0" in text:
        raise ValueError("a text must not hold a NUL character")
    return ffi.new("char[]", text.encode("utf-8"))
