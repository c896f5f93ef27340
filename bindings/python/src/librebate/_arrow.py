# SPDX-License-Identifier: Apache-2.0
"""Arrow streams as Python hands them over: capsules with a pointer inside."""

from __future__ import annotations

import ctypes
from typing import Any

from ._native import ffi

_NAME = b"arrow_array_stream"

_get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_get_pointer.restype = ctypes.c_void_p
_get_pointer.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]

_held: dict[int, Any] = {}
"""Streams that live in a capsule, by their address."""


def stream_in(capsule: Any) -> Any:
    """The stream inside a capsule; it must live as long as the pointer is used."""
    address = _get_pointer(ctypes.c_void_p(id(capsule)), _NAME)
    return ffi.cast("struct ArrowArrayStream *", address)


def _release(capsule: int) -> None:
    # The capsule is going away: only its address may be used.
    stream = _held.pop(_get_pointer(ctypes.c_void_p(capsule), _NAME), None)
    if stream is not None and stream.release != ffi.NULL:
        stream.release(stream)


_destroy = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)(_release)


def capsule_of(stream: Any) -> Any:
    """A capsule that releases the stream unless whoever gets it has moved it out."""
    address = int(ffi.cast("uintptr_t", stream))
    _held[address] = stream
    return _new_capsule(address, _NAME, ctypes.cast(_destroy, ctypes.c_void_p))
