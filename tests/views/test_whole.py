"""A frame shown whole cuts nothing off, drops nothing, and runs nothing."""

from __future__ import annotations

import re

import pandas as pd

import routes as rt


def cells(html):
    return re.findall(r"<td[^>]*>(.*?)</td>", html, flags=re.DOTALL)


def test_every_row_and_every_word_is_shown():
    long = "word " * 200
    frame = pd.DataFrame({"text": [long] * 300, "number": range(300)})
    html = rt.whole(frame)._repr_html_()
    assert html.count(long) == 300
    assert len(cells(html)) == 600
    assert repr(rt.whole(frame)).count(long.strip()) == 300


def test_texts_of_a_file_are_inert():
    hostile = "<img src=x onerror=alert(1)>"
    html = rt.whole(pd.DataFrame({hostile: [hostile]}, index=pd.Index([hostile], name="a")))
    shown = html._repr_html_()
    assert "<img" not in shown
    assert shown.count("&lt;img src=x onerror=alert(1)&gt;") == 3


def test_missing_is_no_zero_and_a_trace_is_no_zero():
    frame = pd.DataFrame({"kg": [None, 0.0, 0.004, 1234.5, -0.001]})
    assert cells(rt.whole(frame)._repr_html_()) == ["–", "0", "0.004", "1,234.5", "-0.001"]


def test_years_are_written_as_years_and_truth_as_truth():
    days = [pd.Timestamp("2022-04-17")]
    frame = pd.DataFrame({"year": [2017], "kg": [12345.0], "held": [True], "day": days})
    assert cells(rt.whole(frame)._repr_html_()) == ["2017", "12,345", "True", "2022-04-17"]


def test_a_named_index_is_a_column_and_an_unnamed_one_is_not():
    frame = pd.DataFrame({"kg": [1.5]}, index=pd.Index(["TUR"], name="iso3"))
    assert cells(rt.whole(frame)._repr_html_()) == ["TUR", "1.5"]
    assert cells(rt.whole(frame.reset_index(drop=True))._repr_html_()) == ["1.5"]


def test_what_is_shown_is_what_was_given():
    frame = rt.table("caveats")
    before = frame.copy()
    rt.whole(frame)._repr_html_()
    pd.testing.assert_frame_equal(frame, before)
