"""Every public function, given what it is not meant for: an error of the house, in one line.

Each argument in turn is given values of every wrong kind and wrong values of the right kind, the
others what is valid. A call returns, or raises a `RoutesError` of one line; no other error ever.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import routes as rt
from routes.errors import DataError, RoutesError

FOLDERS = ("reference", "network", "seizures", "partnership", "analysis", "catalogue")
MORE = ("picture", "whole", "export_layers", "layers")
# Machinery of the folders, and what writes or takes minutes.
ASIDE = {"remembered", "forget_tables", "sign", "attribute_partitions", "check_tables",
         "write_tables", "merged_tables", "adoption", "next_posts", "next_posts_by_rule",
         "export_layers"}  # fmt: skip
TWICE = pd.DataFrame([[1, 2, 3.0]], columns=["iso3", "iso3", "kg"])
# What a call needs beside the argument that is wrong.
VALID = {
    "iso3": "UZB", "route": "balkan", "name": "balkan", "system": "IDS", "year": 2022,
    "states": ["UZB"], "branch": "caucasus-branch", "meeting": "MC1", "lon": [60.0], "lat": [30.0],
    "km": 100, "drugs": "heroin", "numbers": [], "path": "nowhere.csv", "out": None,
    "folder": Path("nowhere"), "frame": pd.DataFrame(), "alt": "x", "source": "x", "title": "x",
}  # fmt: skip
WRONG = {
    "None": None, "True": True, "text": "nonsense", "a year as text": "2022", "empty text": "",
    "wrong case": "BALKAN", "a null": "a\0b", "long text": "n" * 100_000, "number": 3.5,
    "zero": 0, "less than none": -1, "huge": 10**400, "not a number": float("nan"),
    "without end": float("inf"), "bytes": b"balkan", "empty list": [], "list of None": [None],
    "mixed list": ["balkan", 2],
    "years turned round": (2020, 2010), "three years": (2010, 2011, 2012),
    "years as text": ("2010", "2012"), "a dictionary": {"a": 1}, "an object": object(),
    "a class": dict,
    "an empty frame": pd.DataFrame(), "a frame of others": pd.DataFrame({"a": [1]}),
    "columns twice": TWICE, "a series": pd.Series([1]), "an array": np.array([[1.0, np.nan]]),
    "a missing value": pd.NA, "a day": pd.Timestamp("2020-01-01"),
}  # fmt: skip


def functions():
    found = {}
    for folder in FOLDERS:
        module = importlib.import_module(f"routes.{folder}")
        found |= {f"{folder}.{name}": getattr(module, name) for name in module.__all__}
    found |= {name: getattr(rt, name) for name in MORE}
    return {
        name: one for name, one in found.items()
        if inspect.isfunction(one) and name.rpartition(".")[2] not in ASIDE
        and inspect.signature(one).parameters
    }  # fmt: skip


FUNCTIONS = functions()


def valid(function) -> dict:
    given = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is parameter.empty and parameter.kind != parameter.VAR_KEYWORD:
            given[name] = VALID.get(name)
    if function.__name__ == "table":
        given["name"] = "pillars"
    return given


def said(function, given) -> str | None:
    """Return what is wrong with the answer of a call; None if nothing is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(**given)
    except RoutesError as error:
        text = str(error)
        if len(text) > 2_000:
            return f"{len(text)} characters"
        # Damaged tables have a line for each fault.
        many = "\n" in text and not isinstance(error, DataError)
        return f"lines: {text[:200]!r}" if many else None
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"{type(error).__name__}: {str(error)[:150]}"
    return None


# A corridor or a reach of another width is measured anew, for tens of seconds.
LONG = {"network.within_corridors", "layers", "analysis.coverage", "analysis.coverage_change"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.long if name in LONG else ()) for name in FUNCTIONS],
)
def test_misuse_is_answered_in_one_line(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    function = FUNCTIONS[name]
    found = {}
    base = valid(function)
    for argument, parameter in inspect.signature(function).parameters.items():
        if parameter.kind == parameter.VAR_KEYWORD:
            continue
        for kind, value in WRONG.items():
            if fault := said(function, base | {argument: value}):
                found[f"{argument} = {kind}"] = fault
    assert not found


SAYS = {
    "meetings: year is a whole number or None, not '2022'": lambda: rt.meetings(year="2022"),
    "shares: drugs is a text or names in a list, not None": lambda: rt.shares(drugs=None),
    "read_seizures: path is a text or a path, not None": lambda: rt.read_seizures(None),
    "attribute: frame has column 'iso3' twice": lambda: rt.attribute(TWICE),
    "annual_seizures: years is a whole number or whole numbers in a list or None, not True": (
        lambda: rt.annual_seizures(years=True)
    ),
    "coverage: radius_km is a number, not 'far'": lambda: rt.coverage("balkan", radius_km="far"),
    "coverage: radius_km is a number, not nan": (
        lambda: rt.coverage("balkan", radius_km=float("nan"))
    ),
}


@pytest.mark.parametrize("words", SAYS)
def test_the_line_names_function_argument_and_kind(words):
    with pytest.raises(RoutesError) as caught:
        SAYS[words]()
    assert str(caught.value) == words
