"""Figures worked out once: pure functions of the reference tables, remembered by what was asked."""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from routes.reference.files import data_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

P = ParamSpec("P")
T = TypeVar("T")

# A page asks for few; a long-lived process must not keep them for ever.
_MOST = 64
_PLAIN = (str, int, float, bool, type(None))
_MEMORIES: list[OrderedDict[Hashable, Any]] = []


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function of the tables returned, and hand out a copy each time.

    Arguments are told apart by value and type, and by the folder of the tables
    (`routes.reference.data_dir`). A call with an argument that is no text, number, sequence or
    index of these, such as a frame, is not remembered; nor is an error.

    Examples
    --------
    >>> double = remembered(lambda x: [x, x])
    >>> double(2).append(3)
    >>> double(2)
    [2, 2]
    """
    memory: OrderedDict[Hashable, T] = OrderedDict()
    _MEMORIES.append(memory)

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            key = (data_dir(), _key(args), tuple((n, _key(v)) for n, v in sorted(kwargs.items())))
        except TypeError:
            return function(*args, **kwargs)
        if key in memory:
            memory.move_to_end(key)
        else:
            memory[key] = function(*args, **kwargs)
            if len(memory) > _MOST:
                memory.popitem(last=False)
        return _copy(memory[key])

    return asked


def forget() -> None:
    """Forget everything remembered, after a table has been changed."""
    for memory in _MEMORIES:
        memory.clear()


def _key(value: object) -> Hashable:
    """Return a value as a key; raises `TypeError` for what cannot be told apart by value."""
    if isinstance(value, (tuple, list)):
        return (tuple, tuple(_key(part) for part in value))
    import pandas as pd  # noqa: PLC0415 - who asks for figures has it; who checks a year has not

    if isinstance(value, pd.Index):
        return (pd.Index, tuple(_key(part) for part in value))
    if type(value) in _PLAIN:
        return (type(value), value)
    raise TypeError


def _copy(value: T) -> T:
    import pandas as pd  # noqa: PLC0415

    if isinstance(value, (pd.DataFrame, pd.Series)):
        copied = value.copy()
        if type(copied) is not type(value):  # geopandas before 1.1 gives a plain GeoDataFrame
            copied.__class__ = type(value)
        return copied  # type: ignore[no-any-return]
    if isinstance(value, list):
        return list(value)  # type: ignore[return-value]
    return value
