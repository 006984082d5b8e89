"""The towns of one country read alone are those of the whole file."""

from __future__ import annotations

import pytest

from routes.seizures import towns


@pytest.fixture(scope="module")
def every():
    return towns._all_towns()


def test_each_country_read_alone_has_its_towns_in_their_order(every):
    codes = {country["iso3"]: code for code, country in towns.geonames_countries().items()}
    assert set(every) <= set(codes)
    assert len(every) > 200
    for iso3, code in codes.items():
        assert towns._part(code) == every.get(iso3, []), iso3


def test_a_country_that_does_not_exist_has_no_towns():
    assert towns.towns_of("QQQ") == []
    assert towns.towns_of("") == []


@pytest.mark.parametrize("text", [b"", b"{}", b'{"1": {"countrycode":"TR"}}', b"\x00\x01"])
def test_a_file_of_another_layout_is_read_through_its_package(monkeypatch, text):
    monkeypatch.setattr(towns, "_text", lambda: text)
    assert towns._part("TR") is None


def test_a_file_in_another_order_gives_the_same(monkeypatch):
    record = '"{n}": {{"geonameid": {n}, "name": "t{n}", "latitude": 1.0, "longitude": 2.0, '
    record += '"countrycode": "{code}", "population": 9000, "admin1code": "", '
    record += '"alternatenames": ["a", "}}, {{"]}}'
    text = ", ".join(record.format(n=n, code=code) for n, code in enumerate(("TR", "IR", "TR")))
    monkeypatch.setattr(towns, "_text", f"{{{text}}}".encode)
    assert [town.name for town in towns._part("TR")] == ["t0", "t2"]
    assert [town.name for town in towns._part("IR")] == ["t1"]
