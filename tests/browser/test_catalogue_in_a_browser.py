"""The catalogue searched in a browser: the answers of the library, without a network."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from urllib.parse import urlencode

import pytest

import routes as rt
from routes.briefing.search_page import checked_search_page, search_page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]
FILE = Path(__file__).parents[1] / "catalogue" / "questions.toml"
QUESTIONS = tomllib.loads(FILE.read_text(encoding="utf-8"))["question"]
AS_PUT = tomllib.loads(FILE.read_text(encoding="utf-8"))["asked"]
# What a reader chooses in the page, by the words that the questions use.
CODES = {
    "meetings": "meeting",
    "northern route": "northern",
    "Russia": "RUS",
    "Kazakhstan": "KAZ",
}
QUERIES = [
    *("precursor", "прекурс", "前", "前体化学品", "EWG2022", "E/CN.7/2023/9", "V.22-29484", "56/3"),
    *("2022", "16th", "meeting", "Türkiye", "turkey", "Турции", "土耳其", "Iran", "иран 2022"),
    *('"financial flows"', '"drug treatment" Belgrade', "«Парижский пакт»", "border", "the of"),
    *("*", "NEAR(a b)", "precursor OR zeppelin", "-precursor", "title:x", "</script>", "precusor"),
    *("Tashkient", "treatmnt Bishkek", "联络干事2022", "2022年前体会议", "中亚", "country's flows"),
    *("national", "programme UNODC", "эксперт", "Ёлка", "straße", "ⅣⅢ", "x", "ids", "Skopje 2013"),
    *("who is posted in Iran", "how many partners", "Is Tanzania a partner?", "next meeting"),
    *("first ministerial conference", "Kabul officer 2013", "agent de liaison", "police", "last"),
    *("how many States attended EWG2022-III", "Are Germany and Brazil partners?"),
    *("is Russia a partner of the Paris Pact?", "Is INTERPOL a partner?", "how many countries"),
    *("how many recommendations did the last meeting on precursors make",),
    *("how many zeppelins", "is Norway", "partner Norway", "最后一次会议", "Лучшее", "precursros"),
    *("كم عدد الاجتماعات", "الأصول الافتراضية", "وباكستان", "how many States", "Tashkemt 2022"),
    *("précurseurs, Téhéran", "flux financiers 2022", "incautación", "أنقرة", "السلائف 2022"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("site")
    page = checked_search_page(["balkan.html", "balkan-fr.html", "UZB.html"])
    (made / "search.html").write_text(page, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def opened(folder, open_page):
    with open_page(folder / "search.html") as seen:
        yield seen


def ask(page, query="", **chosen: str):
    state = {key: value for key, value in {"q": query, **chosen}.items() if value}
    page.evaluate("hash => { location.hash = hash }", urlencode(state))
    page.evaluate("open()")  # at once, and not when the event comes
    return listed(page)


def listed(page):
    return page.eval_on_selector_all("#results li", "all => all.map(one => one.dataset.activity)")


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_question_is_answered_as_in_the_library(opened, number, language):
    question = QUESTIONS[number]
    filters = {
        name: CODES[value["en"]] if isinstance(value, dict) else value
        for name, value in question.get("filters", {}).items()
    }
    found = ask(opened.page, question.get(language, ""), lang=language, **filters)
    assert sorted(found) == sorted(question["answer"])
    assert opened.page.evaluate("document.documentElement.lang") == language
    assert f"{len(found)}" in opened.page.inner_text("#count")


@pytest.mark.parametrize("query", QUERIES)
def test_page_and_library_agree_on_what_is_found_in_which_order_and_what_is_proposed(opened, query):
    found = ask(opened.page, query)
    try:
        expected = rt.search(query, limit=None)
    except rt.RoutesError:
        assert found == []
        assert "no word to search for" in opened.page.inner_text("#count")
        return
    assert found == expected["activity"].to_list()
    button = opened.page.query_selector("#count button")
    proposed = button.inner_text().removeprefix("Did you mean: ") if button else None
    assert proposed == expected.suggestion


@pytest.mark.parametrize("asked", AS_PUT, ids=lambda asked: asked["query"])
def test_a_question_as_people_put_it_is_answered_as_in_the_library(opened, asked):
    found = ask(opened.page, asked["query"], lang=asked["language"])
    expected = rt.search(asked["query"], language=asked["language"], limit=None)
    assert found == expected["activity"].to_list()
    titles = opened.page.eval_on_selector_all("#results h2", "all => all.map(h => h.textContent)")
    assert titles == expected["title"].to_list()


def test_a_date_runs_from_left_to_right_in_arabic_and_a_partner_has_no_year(opened):
    ask(opened.page, "next meeting", lang="ar")
    boxes = opened.page.evaluate("""() => {
        const walk = (node) => {
            const text = [...node.childNodes].find((n) => n.textContent.includes("2024-04-17"));
            return text.nodeType === 3 ? text : walk(text);
        };
        return [...document.querySelectorAll("#results li:nth-child(-n+2)")].map((item) => {
            const text = walk(item), at = text.textContent.indexOf("2024-04-17");
            const edge = (from) => { const range = document.createRange();
                range.setStart(text, from); range.setEnd(text, from + 1);
                return range.getBoundingClientRect().left; };
            return edge(at) < edge(at + 8);
        });
    }""")
    assert boxes == [True, True]
    ask(opened.page, "partner Türkiye")
    assert opened.page.inner_text("#results li:nth-child(2) .meta") == "partner"


def test_the_words_of_every_title_are_the_same_in_both(opened):
    from routes.catalogue.words import tokens  # noqa: PLC0415

    frame = rt.catalogue.activities()
    texts = [text for name in frame if name.startswith("title") for text in frame[name]]
    texts += [*frame["text"], *frame["text_ar"], *frame["text_fr"]]
    texts += ["Ærøskøbing ß ı İstanbul ǅ ﬁnance ½ ٣ １２ e\u0301 日本語カナ 한국어 O'Brien's 𠀀"]
    stop = set(opened.page.evaluate("C.stop"))
    seen = opened.page.evaluate("texts => texts.map(kept)", texts)
    assert seen == [[word for word in tokens(text) if word not in stop] for text in texts]


def test_a_proposal_is_taken_by_a_click(opened):
    ask(opened.page, "precusor")
    opened.page.click("#count button")
    assert opened.page.input_value("#q") == "precursor"
    assert len(listed(opened.page)) == 10


def test_it_is_used_with_the_keyboard_alone(folder, open_page):
    with open_page(folder / "search.html") as seen:
        page = seen.page
        order = []
        for _ in range(15):
            page.keyboard.press("Tab")
            order.append(page.evaluate("document.activeElement.id || document.activeElement.lang"))
        expected = [
            "back",
            "en",
            "fr",
            "es",
            "ru",
            "ar",
            "zh",
            "q",
            "pillar",
            "route",
            "year",
            "kind",
            "country",
            "clear",
        ]
        assert order[: len(expected)] == expected
        page.focus("[data-language=ru]")
        page.keyboard.press("Enter")
        assert page.inner_text("h1") == "Каталог мероприятий"
        page.focus("#q")
        page.keyboard.type("прекурсоров")
        assert len(listed(page)) == 10
        page.keyboard.press("Enter")
        assert page.url.startswith((folder / "search.html").as_uri())
        page.focus("#year")
        page.keyboard.type("2022")
        assert len(listed(page)) == 2
        page.focus("#clear")
        page.keyboard.press("Enter")
        assert len(listed(page)) == len(rt.catalogue.activities())
        assert seen.complaints == []
        assert seen.requests == []


def test_its_address_brings_the_same_search_again(folder, open_page):
    address = urlencode({"q": "前体", "year": "2022", "lang": "zh"})
    with open_page(folder / "search.html") as seen:
        seen.page.goto(f"{(folder / 'search.html').as_uri()}#{address}")
        assert seen.page.input_value("#year") == "2022"
        assert "recommendations:EWG2022-III:III" in listed(seen.page)
        assert dict(json.loads(seen.page.evaluate(
            "JSON.stringify([...new URLSearchParams(location.hash.slice(1))])"
        ))) == {"q": "前体", "year": "2022", "lang": "zh"}  # fmt: skip


def test_only_pages_that_exist_are_linked(opened):
    ask(opened.page, "")
    targets = opened.page.eval_on_selector_all(
        "#results a", "all => [...new Set(all.map(one => one.getAttribute('href')))].sort()"
    )
    assert targets == ["UZB.html", "balkan.html"]
    ask(opened.page, "", lang="fr")
    href = "all => [...new Set(all.map(one => one.getAttribute('href')))].sort()"
    targets = opened.page.eval_on_selector_all("#results a", href)
    assert targets == ["UZB.html", "balkan-fr.html"]


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_is_wider_than_the_screen(folder, open_page, width, language):
    with open_page(folder / "search.html", width=width) as seen:
        ask(seen.page, "", lang=language)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.complaints == []


def test_without_scripts_the_whole_catalogue_is_a_list(folder, open_page):
    with open_page(folder / "search.html", script=False) as seen:
        assert seen.page.locator("#results li").count() == len(rt.catalogue.activities())
        assert not seen.page.locator("#search").is_visible()
        assert not seen.page.locator(".languages").is_visible()


@pytest.mark.parametrize(
    "text",
    ["</script><script>document.title='gone'</script>", "<img src=x onerror=alert(1)>",
     '"><svg onload=alert(1)>', "__proto__ constructor"],
)  # fmt: skip
def test_hostile_data_and_queries_are_text(tmp_path, open_page, text):
    frame = rt.catalogue.activities()
    frame.loc[0, ["title", "title_ru", "title_zh", "text", "source"]] = text
    path = tmp_path / "search.html"
    path.write_text(search_page(frame), encoding="utf-8")
    with open_page(path) as seen:
        found = ask(seen.page, text)
        assert frame["activity"][0] in found
        assert seen.page.inner_text("#results h2 >> nth=0") == text
        assert seen.page.title() == "Catalogue of activities"
        assert seen.page.locator("#results img, #results svg").count() == 0
        assert seen.complaints == []
        assert seen.requests == []
