# ruff: noqa: E501 - tables of words
"""What the headings of columns mean, in the languages they come in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from routes.seizures.drugs import drug_of
from routes.seizures.text import normalised
from routes.seizures.units import mass_of
from routes.seizures.values.numbers import plain_digits

# Of one field the name that says more stands first: it wins where a file has both.
_NAMES = {
    "region": "region; регион; región; région; المنطقة; 区域; منطقه; bölge",
    "subregion": "subregion; sub-region; субрегион; subregión; sous-région",
    "country": (
        "country; country/territory of seizure; seizure country; reporting country; "
        "country/territory; country or territory; country area; country name; country of seizure; "
        "member state; state; nation; страна; государство; страна изъятия; pays; pays de saisie; "
        "pays/territoire; país; país/territorio; pais; país de incautación; الدولة; البلد; بلد; "
        "دولة; 国家; 国家地区; 国别; کشور; ülke; ülkesi; land; staat; estado"
    ),
    "code": (
        "iso3; iso3 code; country code; iso code; mscode; ms code; iso; iso 3166; code pays; "
        "código país; код страны; ülke kodu; ländercode; iso-code"
    ),
    "division": (
        "administrative division; administrative region; division; province; admin division; "
        "district; oblast; область; провинция; регион изъятия; province/état; provincia; "
        "departamento; département; المحافظة; محافظة; 省; 省份; استان; il; vilayet; bundesland; "
        "viloyat; governorate; wilaya"
    ),
    "place": (
        "place; place of seizure; location; city; seizure location; town; место; место изъятия; "
        "город; lieu; lieu de saisie; ville; lugar; lugar de incautación; ciudad; المكان; المدينة; "
        "مكان الضبط; 地点; 查获地点; 城市; محل; شهر; محل کشف; yer; şehir; ort; stadt"
    ),
    "date": (
        "seizure date; date of seizure; date; дата изъятия; дата; date de saisie; date de la "
        "saisie; fecha de incautación; fecha; تاريخ الضبط; التاريخ; تاريخ; 查获日期; 缉获日期; 日期; تاریخ; "
        "تاریخ کشف; tarih; el koyma tarihi; datum; sicherstellungsdatum; data; data da apreensão"
    ),
    "year": (
        "reference year; reporting year; year; year of seizure; год; отчетный год; année; "
        "annee; año; السنة; سنة; العام; 年份; 年; 年度; سال; yıl; yil; jahr; berichtsjahr; ano"
    ),
    "month": "month; quarter; месяц; квартал; mois; trimestre; mes; الشهر; 月; 月份; ماه; ay; monat",
    "drug_name": (
        "drug name; drug/substance; drug; substance; narcotic; drugs; narcotic drug; name of drug; "
        "drug type; type of drug; substance name; наркотик; вид наркотика; наркотическое средство; "
        "вещество; наименование наркотика; drogue; stupéfiant; type de drogue; droga; "
        "estupefaciente; tipo de droga; sustancia; المخدر; نوع المخدر; المادة; المخدرات; 毒品; "
        "毒品种类; 毒品名称; نوع مواد; مواد مخدر; ماده مخدر; ماده; uyuşturucu; madde; uyuşturucu türü; "
        "uyuşturucu madde; madde türü; droge; rauschgift; drogenart; rauschgiftart; substanz"
    ),
    "specific_name": "specific drug name; specific name",
    "drug_group": "drug group; drug class; группа наркотиков; groupe de drogues; grupo de drogas",
    "drug_subgroup": "drug sub-group; drug subgroup",
    "kg": (
        "kg equivalent; kg equivalents; kilogram; kilograms; kilogrammes; kg; kgs; quantity kg; "
        "weight kg"
    ),
    "amount": (
        "quantity seized; drug quantity; quantity; amount seized; amount; weight; net weight; "
        "gross weight; mass; total seized; seizures; seizure; quantities; amounts; seized; "
        "количество; объем; вес; масса; количество изъятого; изъято; quantité; quantité saisie; "
        "poids; saisies; cantidad; cantidad incautada; peso; incautaciones; الكمية; كمية; "
        "الكمية المضبوطة; الوزن; 数量; 重量; 缉获量; 查获量; مقدار; میزان; وزن; مقدار کشفیات; کشفیات; "
        "miktar; ağırlık; miktarı; menge; gewicht; sichergestellte menge; quantidade"
    ),
    "unit": (
        "drug unit; measurement unit; unit of measure; unit of measurement; unit; units; "
        "единица; единица измерения; ед изм; ед; unité; unité de mesure; unidad; unidad de medida; "
        "الوحدة; وحدة القياس; 单位; 计量单位; واحد; birim; ölçü birimi; einheit; maßeinheit; unidade"
    ),
    "hiding_place": "hiding place; concealment; concealment method",
    "installation": "installation; physical seizure location",
    "transport": (
        "transport; mode of transport; transportation; trafficking mode of transportation; "
        "means of transport; транспорт"
    ),
    "producing": "producing country; origin country; country of origin; producing",
    "departure": "departure country; country of departure; departure",
    "destination": (
        "destination country; country of destination; destination"
    ),
    "routing": "routing",
    "comment": (
        "comment; comments; note; notes; footnote; footnotes; remark; remarks; примечание; "
        "примечания; комментарий; commentaire; observations; observaciones; nota; notas; ملاحظات; "
        "备注; توضیحات; ملاحظات; açıklama; not; bemerkung; bemerkungen; anmerkung"
    ),
    "latitude": "latitude; lat; широта; latitud; خط العرض; 纬度; enlem; breitengrad",
    "longitude": "longitude; lon; long; lng; долгота; longitud; خط الطول; 经度; boylam; längengrad",
    # Read by nobody: they keep a column from being taken for another.
    "count": (
        "number; number of seizures; number of cases; cases; count; no of seizures; no of cases; "
        "seizure count; incidents; число; количество случаев; число изъятий; количество изъятий; "
        "nombre; nombre de saisies; número; número de incautaciones; casos; عدد; العدد; عدد الضبطيات; "
        "件数; 案件数; 起数; تعداد; adet; sayı; olay sayısı; anzahl; fälle"
    ),
    "money": (
        "value; price; cost; street value; market value; worth; стоимость; цена; valeur; prix; "
        "valor; precio; القيمة; السعر; 价值; 价格; ارزش; قیمت; değer; fiyat; wert; preis"
    ),
    "identifier": (
        "row number; case id; case number; id; case no; no; nr; seizure id; reference; номер; № ; "
        "номер дела; n; numéro; reporting channel; source; источник; quelle; kaynak; المصدر; 来源"
    ),
}  # fmt: skip
IGNORED = ("count", "money", "identifier", "purity", "month", "total")
_MONEY = re.compile(
    r"[$€£¥₽]|\b(usd|us\$|eur|euros?|dollars?|rubles?|rupees?|рубл\w*|долл\w*|دولار)\b|美元",
    re.IGNORECASE,
)
_PURITY = re.compile(r"\b(purity|pureté|pureza|чистота|reinheit|saflık|per ?cent|%)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[（]([^)\]）]*)[)\]）]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_ONLY = re.compile(
    r"(?:year|год|année|año|سنة|سال|yıl|jahr)?\s*((?:19|20)\d\d)\s*(?:г\.?|г г\.?|год\w*|年|م)?\s*[*¹²³]*",
    re.IGNORECASE,
)
_IN = re.compile(
    r"^(?P<rest>.*?)(?:[,;:_/\s-]+(?:in|в|en|in metric|بـ|به)?\s*)(?P<unit>[^\s,;:_/]+(?: tons?| tonnes?)?)$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*†‡§¹²³⁰-⁹]+|(?<=\w)\s+[a-d]$|\s*[(\[](?:[a-z]|\d{1,2})[)\]]\s*$")
# Words for all of something; a label or column of them sums others.
TOTALS = frozenset(
    normalised(word)
    for word in [
        "total",
        " totals",
        " grand total",
        " sub-total",
        " subtotal",
        " sub total",
        " sum",
        " overall",
        " all",
        " overall total",
        " total general",
        " total général",
        " totaux",
        " suma",
        " всего",
        " итого",
        " итог",
        " общий итог",
        " итого по",
        " toplam",
        " genel toplam",
        " ara toplam",
        " gesamt",
        " insgesamt",
        " summe",
        " gesamtsumme",
        " zusammen",
        " المجموع",
        " الإجمالي",
        " المجموع الكلي",
        " مجموع",
        " اجمالي",
        " إجمالي",
        " جمع",
        " جمع کل",
        " مجموع کل",
        " کل",
        " 合计",
        " 总计",
        " 共计",
        " 小计",
        " 总数",
        " total geral",
        " all months",
        " all provinces",
        " all places",
        " all countries",
        " all drugs",
        " all years",
        " world",
        " world total",
        " whole country",
        " whole year",
        " national total",
        " country total",
        " year total",
        " annual total",
        " monthly total",
        " total seizures",
        " total seized",
        " всего по стране",
        " за год",
        " ülke toplamı",
        " yıl toplamı",
    ]
)
_TOTAL_WORDS = frozenset(
    ["total", "totals", "subtotal", "sum", "grand", "sub", "overall", "all", "всего", "итого", "toplam", "genel", "gesamt", "insgesamt", "summe", "المجموع", "الإجمالي", "مجموع", "اجمالي", "جمع", "کل", "合计", "总计", "共计", "小计", "general"]
)  # fmt: skip


def folded(heading: str) -> str:
    """Return a heading in small letters and digits only, of any script.

    Examples
    --------
    >>> folded("Country/Territory "), folded("SEIZURE_DATE")
    ('countryterritory', 'seizuredate')
    """
    return normalised(heading).replace(" ", "")


_FIELDS = {
    folded(name): (field, rank)
    for field, names in _NAMES.items()
    for rank, name in enumerate(names.split(";"))
}


@dataclass(frozen=True)
class Heading:
    """What a heading means.

    Attributes
    ----------
    text : str
        As it stands.
    field : str
        Our name of the column; empty where it has none.
    rank : int
        Of several headings of one field, the lower says more.
    unit : str
        The unit in it, such as *kg* in "Quantity (kg)".
    year : int or None
    drug : str
        Of a table with a column for each year or drug.
    """

    text: str
    field: str = ""
    rank: int = 0
    unit: str = ""
    year: int | None = None
    drug: str = ""


@lru_cache(maxsize=20_000)
def heading_of(text: str) -> Heading:  # noqa: C901, PLR0911 - one return a kind of heading
    """Return what a heading means.

    Examples
    --------
    >>> heading_of("Weight (kg)").field, heading_of("Quantity, g").unit
    ('kg', 'g')
    >>> heading_of("2015*").year, heading_of("Heroin, kg").drug, heading_of("Страна").field
    (2015, 'heroin', 'country')
    """
    said = " ".join(text[:400].split())
    if not said:
        return Heading(text)
    if _MONEY.search(said):
        return Heading(text, "money")
    if found := _FIELDS.get(folded(said)):
        return Heading(text, *found)
    rest, unit = _without_unit(_MARKS.sub("", said).strip() or said)
    if counts_cases(said):
        return Heading(text, "count")
    if _PURITY.search(said):
        return Heading(text, "purity")
    if found := _FIELDS.get(folded(rest)):
        field, rank = found
        counted = field == "count" or (field == "kg" and unit)
        return Heading(text, field, rank, "" if counted else unit)
    if not rest:
        return Heading(text, "kg" if mass_of(unit) == 1 else "amount", 0, unit)
    if only := _YEAR_ONLY.fullmatch(plain_digits(rest)):
        return Heading(text, unit=unit, year=int(only[1]))
    if is_total(rest):
        return Heading(text, "total")
    if drug := drug_of(rest):
        return Heading(text, unit=unit, drug=drug)
    if inside := _YEAR.search(plain_digits(rest)):
        # "Heroin 2020", of a table with a column for each drug and year.
        drug = drug_of((rest[: inside.start()] + rest[inside.end() :]).strip(" ,;:-_()"))
        if drug:
            return Heading(text, unit=unit, year=int(inside[0]), drug=drug)
    return Heading(text, unit=unit) if unit else Heading(text)


def joined(above: Heading, below: Heading) -> Heading:
    """Return what a heading of two rows means, such as "Opium" above "kg".

    Examples
    --------
    >>> both = joined(heading_of("Opium"), heading_of("kg"))
    >>> both.drug, both.unit, both.field
    ('opium', 'kg', '')
    """
    text = " ".join(part.text.strip() for part in (above, below) if part.text.strip())
    if not (above.text.strip() and below.text.strip()):
        return above if above.text.strip() else below
    drug, year = above.drug or below.drug, above.year or below.year
    field, rank = (below.field, below.rank) if below.field else (above.field, above.rank)
    unit = below.unit or above.unit or ("kg" if "kg" in (above.field, below.field) else "")
    wide = (drug or year) and field in {"kg", "amount"}
    return Heading(text, "" if wide else field, rank, unit, year, drug)


def _without_unit(said: str) -> tuple[str, str]:
    for found in _BRACKETS.finditer(said):
        inside = re.sub(r"^(?:in|в|en)\s+", "", found[1].strip(), flags=re.IGNORECASE)
        if mass_of(inside) is not None:
            return (said[: found.start()] + said[found.end() :]).strip(" ,;:-"), inside
    if mass_of(said) is not None:
        return "", said
    behind = _IN.match(said)
    if behind and mass_of(behind["unit"]) is not None:
        return behind["rest"].strip(" ,;:-_"), behind["unit"]
    return said, ""


@lru_cache(maxsize=20_000)
def is_total(label: str) -> bool:
    """Return whether a label says that its row or column sums others.

    Examples
    --------
    >>> is_total("Grand total"), is_total("Всего:"), is_total("Totalitarian")
    (True, True, False)
    """
    return normalised(label) in TOTALS


@lru_cache(maxsize=20_000)
def summed(label: str) -> str | None:
    """Return what a label sums: "Heroin total" is *heroin*; None if it sums nothing.

    Examples
    --------
    >>> summed("Heroin total"), summed("Total"), summed("Heroin (all)"), summed("Heroin")
    ('heroin', '', 'heroin', None)
    """
    words = normalised(label).split()
    rest = [word for word in words if word not in _TOTAL_WORDS]
    if is_total(label):
        return ""
    return " ".join(rest) if len(rest) < len(words) else None


_TITLE_UNIT = re.compile(
    r"\b(?:in|в|en|unit:?|units:?|единица:?)\s+((?:metric )?[^\W\d_]+)|[(\[（]([^)\]）]{1,24})[)\]）]|"
    r"单位[:：]\s*(\w+)|بال(\w+)|بـ(\w+)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_000)
def title_unit(title: str) -> str:
    """Return the unit of mass that a title names, empty if it names none.

    Examples
    --------
    >>> title_unit("Seizures of opiates, 2021 (in metric tons)"), title_unit("In the region")
    ('metric tons', '')
    """
    for found in _TITLE_UNIT.finditer(title):
        said = next(part for part in found.groups() if part)
        said = re.sub(r"^(?:in|в|en)\s+", "", said.strip(), flags=re.IGNORECASE)
        if mass_of(said) is not None:
            return said
    return ""


def title_years(title: str) -> list[int]:
    """Return the years that a title names."""
    return sorted({int(found[0]) for found in _YEAR.finditer(plain_digits(title))})


def is_money(title: str) -> bool:
    """Return whether a title says that its table is one of prices or values."""
    return _MONEY.search(title) is not None


def counts_cases(title: str) -> bool:
    """Return whether a title says that its table counts seizures and does not weigh them."""
    words = normalised(title)
    return any(
        said in words
        for said in ("number of", "no of ", "cases", " number", "количество случаев", "число", "nombre de", "numero de", "件数",
                     "anzahl", "sayisi", "عدد")
    )  # fmt: skip
