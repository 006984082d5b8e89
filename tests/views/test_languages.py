"""Six languages: catalogues are whole, plural forms right, and what falls back is seen to."""

from __future__ import annotations

import datetime as dt
import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import routes as rt
import routes.views.messages as home
from routes.marks import END, ENGLISH, ISOLATE, english, isolated, plain, settled, spoken
from routes.reference import countries, country_names
from routes.views.messages import CATALOGUES, languages, messages
from routes.views.table_texts import texts
from routes.views.wording import LANGUAGE_NAMES, Wording

ROOT = Path(__file__).parents[2]
OTHERS = ("ar", "es", "fr", "ru", "zh")
DAY = dt.date(2022, 4, 3)


def tool():
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = tool()


def ids(language):
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return {(m.context, str(m.id)) for m in read_po(file) if m.id}


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """Return a function that makes a catalogue of its own for a language."""

    def make(language: str, text: str) -> Wording:
        (tmp_path / "en.po").write_bytes((CATALOGUES / "en.po").read_bytes())
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        head += f'"Plural-Forms: {TOOL.PLURALS[language]};\\n"\n\n'
        (tmp_path / f"{language}.po").write_text(head + text, encoding="utf-8")
        monkeypatch.setattr("routes.views.messages.CATALOGUES", tmp_path)
        return Wording(language)

    return make


def test_there_are_six_languages_each_named_in_itself():
    assert languages() == ("en", *OTHERS)
    assert set(LANGUAGE_NAMES) == set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_sentence_and_every_text_of_the_tables(language):
    english = {(None, key) for key in messages("en").sentences}
    english |= {(None, str((key, key))) for key in messages("en").plurals}
    assert ids(language) == english | {(kind, text) for kind, text in texts()}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_the_english_sentence(language):
    assert TOOL.faults(language) == []


def test_the_tool_finds_a_place_that_is_missing_or_unknown(catalogue, monkeypatch):
    wrong = 'msgid "page.title"\nmsgstr "{route} {jahre}"\n\nmsgid "map.post"\nmsgstr "{"\n'
    catalogue("fr", wrong)
    monkeypatch.setattr(TOOL, "CATALOGUES", home.CATALOGUES)
    found = TOOL.faults("fr")
    assert len(found) == 2
    assert "page.title: places ['jahre', 'route'], not ['route', 'years']" in found[0]


@pytest.mark.parametrize("language", OTHERS)
def test_every_country_has_a_name_in_every_language(language):
    names = country_names(language)
    assert set(names) == set(countries().index)
    assert all(names.values())
    assert ENGLISH not in Wording(language).country("IRN")


def test_countries_have_the_names_of_the_united_nations():
    assert [Wording(code).country("IRN") for code in OTHERS] == [
        *("إيران (جمهورية - الإسلامية)", "Irán (República Islámica del)"),
        *("Iran (République islamique d’)", "Иран (Исламская Республика)", "伊朗伊斯兰共和国"),
    ]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        # CLDR: one, few, many; a fraction reads as 2 does.
        ("ru", {1: 0, 21: 0, 2: 1, 24: 1, 5: 2, 11: 2, 112: 2, 0: 2, "1.5": 1, "5.0": 1}),
        # zero, one, two, few (3-10), many (11-99), other.
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 110: 3, 11: 4, 99: 4, 100: 5, 102: 5, "1.5": 5}),
        ("fr", {0: 0, 1: 0, "1.5": 0, 2: 1, "2.5": 1}),
        ("es", {1: 0, "1.5": 1, 0: 1, 2: 1}),
        ("zh", {0: 0, 1: 0, 100: 0, "1.5": 0}),
        ("en", {1: 0, "1.0": 1, 0: 1, 2: 1}),
    ],
)
def test_a_number_asks_for_the_plural_form_of_its_language(language, forms):
    assert {n: messages(language).form(Decimal(n)) for n in forms} == forms


def test_tons_are_inflected_in_russian(catalogue):
    w = catalogue(
        "ru",
        'msgid "amount.tons"\nmsgid_plural "amount.tons"\nmsgstr[0] "{number} тонна"\n'
        'msgstr[1] "{number} тонны"\nmsgstr[2] "{number} тонн"\n',
    )
    assert w.amount(58_201.6) == "58,2 тонны"
    assert w.amount(121_000) == "121 тонна"
    assert w.amount(1_112_000) == "1\xa0112 тонн"


def test_dates_and_months_are_written_as_the_united_nations_writes_them():
    assert [Wording(code).date(DAY) for code in ("en", *OTHERS)] == [
        *("3 April 2022", "3 نيسان/أبريل 2022", "3 de abril de 2022", "3 avril 2022"),
        *("3 апреля 2022\xa0г.", "2022年4月3日"),
    ]
    assert [Wording(code).span("2022-04-03", "2022-04-05") for code in OTHERS] == [
        *("3–5 نيسان/أبريل 2022", "3–5 de abril de 2022", "3–5 avril 2022"),
        *("3–5 апреля 2022\xa0г.", "2022年4月3日至5日"),
    ]


@pytest.mark.parametrize("language", languages())
def test_digits_are_european_in_every_language(language):
    assert Wording(language).number(1234).translate({0xA0: "", 44: "", 46: ""}) == "1234"


def test_a_missing_translation_is_english_and_says_so(catalogue):
    w = catalogue("fr", 'msgid "tile.unknown"\nmsgstr ""\n')
    assert w.say("tile.unknown") == f"{ENGLISH}not known{END}"
    assert w.count("amount.tons", 2) == english("2 tons")
    assert w.text("place", "Tashkent") == english("Tashkent")
    assert spoken(f"<p>{w.say('tile.unknown')}</p>") == (
        '<p><span lang="en" dir="ltr">not known</span></p>'
    )


def test_a_fuzzy_translation_is_none(catalogue):
    w = catalogue("fr", '#, fuzzy\nmsgid "tile.unknown"\nmsgstr "inconnu"\n')
    assert plain(w.say("tile.unknown")) == "not known"


def test_english_has_no_marks():
    w = Wording()
    said = w.say("tile.unknown") + w.text("place", "Kabul") + w.original("UNODC")
    assert said == plain(said)


def test_what_fills_a_place_stands_apart_in_arabic(catalogue):
    w = catalogue("ar", 'msgid "page.title"\nmsgstr "{route}، {years}"\n')
    said = w.say("page.title", route="x", years="2005–2023")
    assert said == f"{ISOLATE}x{END}، {ISOLATE}2005–2023{END}"
    assert spoken(said) == "<bdi>x</bdi>، <bdi>2005–2023</bdi>"


def test_marks_stay_in_attributes_titles_and_scripts_and_become_tspans_in_drawings():
    text = english("a")
    for kept in (f'<p title="{text}"></p>', f"<title>{text}</title>", f"<script>{text}</script>"):
        assert spoken(kept) == kept
    assert spoken(f"<svg><text>{text}</text></svg><p>{text}</p>") == (
        f'<svg><text><tspan lang="en">{text}</tspan></text></svg>'
        '<p><span lang="en" dir="ltr">a</span></p>'
    )


@given(st.text(alphabet=f"a{ENGLISH}{ISOLATE}{END}", max_size=12))
def test_whatever_the_marks_the_page_is_well_formed(text):
    html = spoken(f"<p>{text}</p>")
    assert html.count("<span") == html.count("</span>")
    assert html.count("<bdi") == html.count("</bdi>")
    assert plain(html) == html


@given(st.text(alphabet=f"a{ENGLISH}{ISOLATE}{END}", max_size=12))
def test_marks_of_foreign_text_reach_no_further_than_it(text):
    said = settled(text)
    depth = [said[:n].count(ENGLISH) + said[:n].count(ISOLATE) - said[:n].count(END)
             for n in range(len(said) + 1)]  # fmt: skip
    assert min(depth) == 0 == depth[-1]
    assert settled(isolated(said)) == isolated(said)


@pytest.mark.parametrize("text", ["more than 110", "nearly 1,450", "28", "at least 3"])
def test_a_qualifier_is_never_lost(text):
    assert Wording().qualified(text) == text
    assert all(digits in plain(Wording("ar").qualified(text)) for digits in text.split()[-1:])


def test_every_note_of_the_library_is_recognised(pseudo):
    """What `coverage` and `posts_in` say is said anew, not passed on."""
    notes = set(rt.partnership.posts_in(2022)["list_note"]) | set(
        rt.partnership.posts_in(2012)["list_note"]
    )
    for route in ("northern", "southern"):
        rows = rt.coverage(route, year=2022)
        notes |= set(rows.loc[rows["measure"].isin(["States", "time"]), "note"])
    assert len(notes) > 8
    said = [Wording(pseudo).note(note) for note in sorted(notes)]
    assert [text for text in said if not text.startswith("⟦") or ENGLISH in text] == []
    same = [text.translate({ord("⟦"): "", ord("⟧"): ""}) for text in said]
    # A day is written as the language writes days.
    assert [text for text in same if "Last known" not in text] == [
        note for note in sorted(notes) if "Last known" not in note
    ]
