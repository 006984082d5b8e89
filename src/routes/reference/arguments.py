"""Whether what a public function is given is of the kind its signature names, said in one line.

Every folder hands its functions on through `checked_face`: what a caller from outside gives is
checked by the type hints, so that the signature is the one home of what is valid. Calls inside the
library go to the functions themselves and are not checked again. Whether a value of the right kind
is also one there is (a route, a year), the functions say.
"""

from __future__ import annotations

import inspect
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, wraps
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from routes.errors import ParameterError, RoutesError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable


class KindError(UnknownNameError, ParameterError):
    """A value of another kind than the signature names."""


class PathError(RoutesError, OSError):
    """A file that cannot be read or written where it was named."""

    def __str__(self) -> str:
        return str(self.args[0])


F = TypeVar("F", bound="Callable[..., Any]")

_LONGEST, _LONGEST_TEXT = 60, 4_096
# Of what a column of the tables can hold.
_MOST = 1 << 63


def checked_face(names: dict[str, Any], public: Iterable[str]) -> None:
    """Put a checked function in place of each public one among the names of a folder.

    Parameters
    ----------
    names : dict
        Of the folder, as ``globals()`` returns them.
    public : iterable of str
        Its ``__all__``.
    """
    for name in public:
        if inspect.isfunction(names.get(name)):
            names[name] = checked(names[name])


def checked(function: F) -> F:
    """Return a function that refuses arguments of another kind than its signature names.

    Examples
    --------
    >>> def officers(*, year: int | None = None) -> None: ...
    >>> checked(officers)(year="2022")
    Traceback (most recent call last):
      ...
    routes.reference.arguments.KindError: officers: year is a whole number or None, not '2022'
    """

    @wraps(function)
    def asked(*args: Any, **kwargs: Any) -> Any:
        signature, kinds = _kinds(function)
        # What is missing or too much is Python's to say, in its own words.
        given = signature.bind(*args, **kwargs).arguments
        for name, value in given.items():
            if name in kinds:
                _check(function.__name__, name, value, kinds[name])
        try:
            return function(*args, **kwargs)
        except RoutesError:
            raise
        except KeyError as error:
            if (lacking := _without_column(given, error)) is None:
                raise
            missing = f"{lacking} has no column {error.args[0]!r}"
            raise ParameterError(f"{function.__name__}: {missing}") from None
        except OSError as error:
            if not any({"Path", "str"} & {*kinds.get(name, ())} for name in given):
                raise
            raise PathError(
                f"{function.__name__}: {str(error.filename)[:_LONGEST]}: {error.strerror or error}"
            ) from error

    return asked  # type: ignore[return-value]


@cache
def _kinds(function: Callable[..., Any]) -> tuple[inspect.Signature, dict[str, tuple[str, ...]]]:
    signature = inspect.signature(function)
    kinds = {}
    for name, parameter in signature.parameters.items():
        hint = str(parameter.annotation).replace(" ", "").replace("'", "")
        parts = tuple(_split(hint))
        several = parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}
        if not several and all(map(_kind, parts)):
            kinds[name] = parts
    return signature, kinds


def _split(hint: str) -> Iterable[str]:
    """Return the parts of a union; a bar inside brackets parts nothing."""
    depth, part = 0, ""
    for sign in hint:
        depth += (sign == "[") - (sign == "]")
        if sign == "|" and not depth:
            yield part
            part = ""
        else:
            part += sign
    yield part


def _check(function: str, name: str, value: Any, kinds: tuple[str, ...]) -> None:
    _check_texts(function, name, value)
    found = [kind for kind in map(_kind, kinds) if kind is not None]
    if any(fits(value) for _, fits in found):
        if hasattr(value, "columns") and _is_frame(value):
            _check_columns(function, name, value)
        return
    wanted = " or ".join(dict.fromkeys(said for said, _ in found))
    raise KindError(f"{function}: {name} is {wanted}, not {_said(value)}")


def _check_texts(function: str, name: str, value: Any) -> None:
    for text in value if isinstance(value, (list, tuple)) else [value]:
        if not isinstance(text, str):
            continue
        if len(text) > _LONGEST_TEXT:
            raise ParameterError(f"{function}: {name} is longer than {_LONGEST_TEXT} characters")
        if "\0" in text:
            raise ParameterError(f"{function}: {name} holds a null character")


def _without_column(given: dict[str, Any], error: KeyError) -> str | None:
    """Return the name of the frame that lacks the column an error is about."""
    for name, value in given.items():
        if _is_frame(value) and error.args and error.args[0] not in value.columns:
            return name
    return None


def _check_columns(function: str, name: str, frame: Any) -> None:
    twice = [str(column) for column in frame.columns[frame.columns.duplicated()]]
    if twice:
        raise ParameterError(f"{function}: {name} has column {twice[0][:_LONGEST]!r} twice")


def _said(value: Any) -> str:
    """Return a value in a few words, whatever its ``repr`` is like."""
    if value is None or isinstance(value, (str, bool, int, float)):
        if isinstance(value, int) and abs(value) > 10**_LONGEST:
            return "a number of many digits"
        text = repr(value)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    what = type(value).__name__
    return f"{'an' if what[0].lower() in 'aeiou' else 'a'} {what}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and abs(int(value)) < _MOST


def _is_number(value: Any) -> bool:
    if not isinstance(value, Real) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _each(fits: Callable[[Any], bool], *, ordered: bool = False) -> Callable[[Any], bool]:
    """Return whether a value is many values that fit; an iterator is not used up to find out."""

    def is_many(value: Any) -> bool:
        if isinstance(value, (str, bytes, Mapping, type)) or hasattr(value, "columns"):
            return False
        if ordered:
            return isinstance(value, Sequence) and all(map(fits, value))
        if not isinstance(value, Iterable):
            return False
        return not hasattr(value, "__len__") or all(map(fits, value))

    return is_many


def _is_frame(value: Any) -> bool:
    import pandas as pd  # noqa: PLC0415 - who has no frame needs no pandas

    return isinstance(value, pd.DataFrame)


def _is_layer(value: Any) -> bool:
    return _is_frame(value) and hasattr(value, "set_crs")


def _is_array(value: Any) -> bool:
    if isinstance(value, (str, bytes, Mapping, bool, type, type(None))) or hasattr(
        value, "columns"
    ):
        return False
    import numpy as np  # noqa: PLC0415

    try:
        return np.asarray(value, dtype=float).ndim <= 1
    except (TypeError, ValueError, OverflowError):
        return False


def _is_function(value: Any) -> bool:
    return callable(value) and not isinstance(value, type)


def _is_flag(value: Any) -> bool:
    return type(value).__name__ in {"bool_", "bool"}


_TEXTS, _WHOLES, _NUMBERS = "names in a list", "whole numbers in a list", "numbers in a list"
# How a hint is said, and what fits it.
_KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "None": ("None", lambda value: value is None),
    "str": ("a text", _is_text),
    "bool": ("True or False", _is_flag),
    "int": ("a whole number", _is_whole),
    "float": ("a number", _is_number),
    "Path": ("a path", lambda value: isinstance(value, Path)),
    "os.PathLike[str]": ("a path", lambda value: isinstance(value, (str, os.PathLike))),
    "Iterable[str]": (_TEXTS, _each(_is_text)),
    "Collection[str]": (_TEXTS, _each(_is_text)),
    "Sequence[str]": (_TEXTS, _each(_is_text, ordered=True)),
    "Iterable[int]": (_WHOLES, _each(_is_whole)),
    "Sequence[int]": (_WHOLES, _each(_is_whole, ordered=True)),
    "Iterable[float]": (_NUMBERS, _each(_is_number)),
    "Sequence[float]": (_NUMBERS, _each(_is_number, ordered=True)),
    "ArrayLike": (_NUMBERS, _is_array),
    "pd.DataFrame": ("a DataFrame", _is_frame),
    "gpd.GeoDataFrame": ("a GeoDataFrame", _is_layer),
    "Mapping[tuple[str,str],float]": (
        "a mapping of drug and unit to kilograms",
        lambda value: isinstance(value, Mapping),
    ),
    "Callable[[str],object]": ("a function", _is_function),
    "Callable[[int],object]": ("a function", _is_function),
}


@cache
def _kind(hint: str) -> tuple[str, Callable[[Any], bool]] | None:
    """Return how a hint is said and what fits it; None for one that nothing is known of."""
    if hint in _KINDS:
        return _KINDS[hint]
    if hint.startswith("Literal["):
        valid = hint[len("Literal[") : -1].split(",")
        return f"one of {', '.join(valid)}", lambda value: isinstance(value, str) and value in valid
    if hint.startswith("Iterable[") and (inner := _of_class(hint[len("Iterable[") : -1])):
        return f"a list of {hint[len('Iterable[') : -1]}", _each(inner)
    if fits := _of_class(hint):
        article = "an" if hint[0] in "AEIOU" else "a"
        return f"{article} {hint}", fits
    return None


def _of_class(hint: str) -> Callable[[Any], bool] | None:
    """Return whether a value is of one of the classes of a hint, which are told by their names."""
    names = {*hint.split("|")}
    if not all(name.isidentifier() and name[0].isupper() for name in names) or "Any" in names:
        return None
    names |= {"NoneType"} if "None" in names else set()
    return lambda value: any(base.__name__ in names for base in type(value).__mro__)
