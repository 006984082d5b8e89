"""The loops of `routes.network.kernels`, compiled."""

from __future__ import annotations

from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

from numba import njit

from routes.network import kernels as plain


@cache
def kernels() -> SimpleNamespace:
    """Return every function of `kernels`, compiled when it is first called.

    Each is a copy that sees the other compiled ones; the plain functions stay as they are.
    """
    names: dict[str, Any] = dict(vars(plain))
    for name, function in vars(plain).items():
        if isinstance(function, FunctionType) and function.__module__ == plain.__name__:
            copied = FunctionType(function.__code__, names, name)
            copied.__module__, copied.__qualname__ = plain.__name__, name
            names[name] = _compiled(copied)
    return SimpleNamespace(**{n: f for n, f in names.items() if not n.startswith("__")})


def _compiled(function: FunctionType) -> Any:
    """Compile a function; keep the result on disk where there is a place for it."""
    # Never fastmath: the same points must give the same bytes on every machine of a cluster.
    try:
        return njit(function, cache=True, nogil=True, error_model="numpy")
    except RuntimeError:  # nowhere to write: compiled anew in each process
        return njit(function, nogil=True, error_model="numpy")
