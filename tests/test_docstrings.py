"""What has a page in the API reference says what it takes, returns and raises, by example."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import inspect
import re
from operator import attrgetter
from pathlib import Path

import pytest
from numpydoc.validate import validate

import routes
from routes.errors import RoutesError

_SPEC = importlib.util.spec_from_file_location(
    "api", Path(__file__).parent.parent / "docs" / "_ext" / "api.py"
)
API = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(API)
# Of the public face and of its folders: `shares`, `analysis.shares_by_rule`.
THINGS = {name: attrgetter(name)(routes) for name in API.documented()}
PUBLIC = [name for name, thing in THINGS.items() if callable(thing)]
FUNCTIONS = [name for name in PUBLIC if inspect.isfunction(THINGS[name])]
# A summary of one line that ends as a sentence; parameters that are there, and no others; what
# comes back, described. Types stand in the annotations, and a parameter that means the same
# everywhere is described once ("As for `shares`").
MATTER = {
    *("GL06", "GL07", "GL08", "SS01", "SS02", "SS04", "SS06"),
    *("PR01", "PR02", "PR05", "RT01", "RT03", "YD01"),
}
# Errors are told by their message; classes name their attributes.
EXEMPT = {"PR01": inspect.isclass}
# Text that means nothing anywhere, for each kind of parameter.
NONSENSE = {
    **dict.fromkeys(
        ("route", "countries", "shared", "denominator", "drugs", "edition", "pillar", "method"),
        "no such thing",
    ),
    "year": 1850,
    "years": 1850,
    "families": ["no such thing"],
    "corridor_km": -1,
}


@pytest.mark.parametrize("name", PUBLIC)
def test_numpydoc_finds_nothing_that_matters(name):
    thing = THINGS[name]
    found = validate(f"{thing.__module__}.{thing.__qualname__}")["errors"]
    wrong = [
        (code, text)
        for code, text in found
        if code in MATTER and not EXEMPT.get(code, lambda _: False)(thing)
    ]
    # A function that returns nothing has nothing to describe.
    assert wrong == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_an_example(name):
    thing = THINGS[name]
    assert doctest.DocTestFinder(recurse=False).find(thing, name)[0].examples


def needed(thing):
    return [
        parameter.name
        for parameter in inspect.signature(thing).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}
    ]


CASES = [
    (name, parameter)
    for name in FUNCTIONS
    for parameter in inspect.signature(THINGS[name]).parameters
    # A sample of a few years has nothing of the others, which is no error.
    if (name, parameter) != ("seizures_by_place", "years")
    and parameter in NONSENSE
    and set(needed(THINGS[name])) <= {"route", "year", "drugs"}
]


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_the_error_of_a_wrong_value_is_documented(name, parameter):
    thing = THINGS[name]
    good = {"route": "balkan", "year": 2022, "drugs": "heroin"}
    given = {key: good[key] for key in needed(thing)} | {parameter: NONSENSE[parameter]}
    with pytest.raises(RoutesError) as caught:
        thing(**given)
    raises = re.search(r"Raises\n\s*-+\n(.*?)(\n\n|\Z)", inspect.getdoc(thing), re.DOTALL)
    assert raises, f"{name} raises {caught.typename} and does not say so"
    said = {kind.__name__ for kind in type(caught.value).__mro__}
    assert said & set(re.findall(r"\w+Error", raises[1]))


def test_the_examples_of_the_public_face_are_run_with_the_modules():
    # `make test` runs --doctest-modules over src: each function lives in a module of it.
    for name in FUNCTIONS:
        module = importlib.import_module(THINGS[name].__module__)
        assert "/routes/" in module.__file__
