"""What is remembered is told apart by what was asked and by the tables, and cannot be spoilt."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from routes.analysis import country_list, membership
from routes.errors import UnknownNameError
from routes.reference import data_dir, forget_tables, remembered, sign


@pytest.fixture
def counted():
    calls: list[object] = []

    @remembered
    def ask(*args: object, **kwargs: object) -> pd.DataFrame:
        calls.append((args, kwargs))
        return pd.DataFrame({"x": [len(calls)]})

    ask.calls = calls
    return ask


def test_a_frame_is_worked_out_once_and_handed_out_unspoilt(counted):
    frame = counted(1)
    frame.loc[0, "x"] = 99
    assert counted(1)["x"].to_list() == [1]
    assert len(counted.calls) == 1


def test_one_and_true_and_one_point_nought_are_three_questions(counted):
    assert [counted(value)["x"].item() for value in (1, True, 1.0, "1", (1,))] == [1, 2, 3, 4, 5]


def test_a_frame_or_a_generator_as_argument_is_not_remembered(counted):
    frame = pd.DataFrame({"a": [1]})
    assert [counted(frame)["x"].item() for _ in range(2)] == [1, 2]
    assert [counted(x for x in ())["x"].item() for _ in range(2)] == [3, 4]


def test_an_error_is_not_remembered():
    for _ in range(2):
        with pytest.raises(UnknownNameError):
            country_list("eastern")


def test_a_list_handed_out_can_be_changed():
    country_list("balkan").clear()
    assert "TUR" in country_list("balkan")


def test_other_tables_have_other_answers(tmp_path, monkeypatch):
    here = membership()
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    path = folder / "shared_states.csv"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    # Iran, on two routes, has no rule there.
    path.write_text(lines[0] + "".join(lines[2:]), encoding="utf-8")
    sign(folder, name="fewer")
    monkeypatch.setenv("ROUTES_DATA", str(folder))
    there = membership()
    assert len(there) < len(here)
    # Changed in place: forgotten with the tables.
    path.write_text(text, encoding="utf-8")
    sign(folder)
    forget_tables()
    pd.testing.assert_frame_equal(membership(), here)
