"""Compile the few loops that see every point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """Compile a function; keep the result on disk where there is a place for it."""
    # Never fastmath: the same points must give the same bytes on every machine of a cluster.
    try:
        return cast("F", njit(function, cache=True, nogil=True, error_model="numpy"))
    except RuntimeError:  # nowhere to write: compiled anew in each process
        return cast("F", njit(function, nogil=True, error_model="numpy"))
