"""The programme of runs: what it makes, and how a wrong one is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from routes.press.programme import ProgrammeError, Run, read_programme, selected
from routes.reference.files import programme_file

ENTRY = '[[page]]\nnotebook = "briefing.ipynb"\n'


@pytest.fixture
def read(tmp_path):
    def of(text, **common: object) -> list[Run]:
        path = tmp_path / "briefings.toml"
        path.write_text(text, encoding="utf-8")
        return read_programme(path, **common)

    return of


def test_the_programme_that_is_shipped_has_three_routes_by_drugs_by_periods_and_21_sheets(rows):
    runs = read_programme(programme_file())
    assert Counter(run.notebook for run in runs) == {
        "briefing.ipynb": 3 * 3 * 3,
        "07_meeting_coverage.ipynb": 3 * 2 + 3 * 4,
        "08_liaison_network.ipynb": 3 * 2,
        "10_country_profile.ipynb": 21,
    }
    sheets = [run.slug for run in runs if run.notebook == "10_country_profile.ipynb"]
    assert sheets == [row["iso3"] for row in rows("fact_sheet_countries")]
    assert {"northern", "balkan", "southern"} <= {run.slug for run in runs}


def test_every_combination_of_the_lists_is_a_run(read):
    runs = read(
        ENTRY + 'parameters = { drugs = ["heroin"] }\n[page.cross]\n'
        'route = ["balkan", "northern"]\n"first_year, last_year" = [[2005, 2023], [2010, 2015]]\n'
    )
    assert [run.slug for run in runs] == [
        "balkan-heroin", "balkan-2010-2015-heroin", "northern-heroin", "northern-2010-2015-heroin",
    ]  # fmt: skip


def test_a_pattern_names_the_pages_and_a_title_heads_them(read):
    (run,) = read(ENTRY + 'slug = "{route}_{drugs}.{last_year}"\ntitle = "Monthly"\n')
    assert (run.slug, run.heading) == ("balkan_heroin+morphine.2023", "Monthly")


def test_the_day_is_asked_for_in_the_file_or_by_the_command(read):
    (undated,) = read(ENTRY)
    (of_file,) = read(ENTRY + 'parameters = { as_of = "2026-01-02" }\n')
    (of_command,) = read(ENTRY, as_of="2026-01-02")
    assert [one.dated for one in (undated, of_file, of_command)] == [False, True, True]
    assert of_file.day == of_command.day == "2026-01-02"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "briefings.toml: no [[page]] in it"),
        ("page = 3", "briefings.toml: no [[page]] in it"),
        ("[[page]", "briefings.toml: no TOML: "),
        ("[[pages]]\n", "briefings.toml: unknown table 'pages'; did you mean 'page'?"),
        ("[[page]]\n", "briefings.toml, page 1: notebook: field required"),
        ('[[page]]\nnotebok = "a"\n', "page 1: unknown key 'notebok'; did you mean 'notebook'?"),
        (
            '[[page]]\nnotebook = "breifing.ipynb"\n',
            "unknown notebook of a page 'breifing.ipynb'; did you mean 'briefing.ipynb'?",
        ),
        (ENTRY + "parameters = { rout = 1 }", "unknown parameter 'rout'; did you mean 'route'?"),
        (
            ENTRY + '[[page]]\nnotebook = "briefing.ipynb"\nparameters = { route = "nothern" }',
            "page 2 (briefing.ipynb): unknown route 'nothern'; did you mean 'northern'?",
        ),
        (ENTRY + "cross = { rout = [1] }", "unknown parameter 'rout'; did you mean 'route'?"),
        (ENTRY + "cross = { route = [] }", "cross: route is empty"),
        (ENTRY + "cross = { route = 7 }", "page 1 (briefing.ipynb): cross.route: "),
        (ENTRY + 'cross = { route = "all" }', "unknown list of values 'all'"),
        (
            ENTRY + 'cross = { "first_year,last_year" = [2005] }',
            "cross: first_year,last_year takes lists of 2, not 2005",
        ),
        (
            ENTRY + 'parameters = { route = "balkan" }\ncross = { route = ["balkan"] }',
            "route stands in parameters and in cross",
        ),
        (ENTRY + 'slug = "{rout}"', "unknown parameter in slug 'rout'; did you mean 'route'?"),
        (ENTRY + 'slug = "../{route}"', "slug '../balkan': a file name has letters, digits"),
        (ENTRY + 'slug = "{route"', "slug '{route': "),
        (ENTRY + 'slug = "index"', "index.html is a page of the site itself"),
        (ENTRY + ENTRY, "page 2 (briefing.ipynb): balkan.html: the same run stands in "),
        (
            ENTRY + 'slug = "A"\n' + ENTRY + 'slug = "a"\nparameters = { route = "northern" }',
            "a.html: another run of that name stands in briefings.toml, page 1",
        ),
        (
            '[[page]]\nnotebook = "10_country_profile.ipynb"\nparameters = { iso3 = "USB" }',
            "unknown State on a route 'USB'; did you mean 'UZB'?",
        ),
    ],
)
def test_a_wrong_programme_is_refused_in_one_line_with_the_entry_and_what_is_valid(
    read, text, said
):
    with pytest.raises(ProgrammeError) as caught:
        read(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_programme_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(ProgrammeError, match=r"none\.toml: cannot be read: No such file"):
        read_programme(tmp_path / "none.toml")


def test_a_selection_is_by_pattern_and_number(read):
    runs = read(ENTRY + '[page.cross]\nroute = ["northern", "balkan", "southern"]\n')
    assert [run.slug for run in selected(runs, only="*thern")] == ["northern", "southern"]
    assert [run.slug for run in selected(runs, only="*thern", limit=1)] == ["northern"]
    with pytest.raises(ValueError, match=r"unknown run 'nothern'; did you mean 'northern'\?"):
        selected(runs, only="nothern")
