"""Links to the same page in other languages."""

from __future__ import annotations

from routes.briefing.switcher import alternate_links, switcher
from routes.views import Wording

PAGES = {"en": "balkan.html", "ar": 'b"<.html'}


def test_only_pages_that_exist_are_linked_each_in_its_own_name():
    html = switcher(PAGES, Wording())
    assert '<span aria-current="true">English</span>' in html
    assert 'hreflang="ar" lang="ar">العربية</a>' in html
    assert "Русский" not in html


def test_an_address_is_text():
    for html in (switcher(PAGES, Wording()), alternate_links(PAGES)):
        assert 'href="b&quot;&lt;.html"' in html


def test_a_page_in_one_language_has_no_switcher():
    assert switcher({"en": "balkan.html"}, Wording()) == ""
    assert switcher({}, Wording()) == ""
