"""Files as ministries and collectors make them, from a clean table that says what is right.

A clean table is a list of figures: country, year, family, kilograms. `made` writes it in a style:
layout, language, numbers, units, totals, second tables, copies, footnotes, calendar, kind of file.
Where each figure went is kept, so that what a reader leaves out can be held against its account.
Nothing here uses the library.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from made import xlsx
from real_words import ALPHA2, ENCODINGS, WORDS, country_in

if TYPE_CHECKING:
    from pathlib import Path

FAMILIES = ("heroin", "opium", "morphine", "other")
IN_ONE_KG = {"kg": Decimal(1), "g": Decimal(1000), "t": Decimal("0.001")}
# First of each: the plainest, to which hypothesis shrinks.
CHOICES = {
    "layout": ("long", "events", "by year", "by drug", "sheet a drug", "sheet a year"),
    "language": tuple(WORDS),
    "number": (
        "plain", "english", "comma", "french", "nbsp", "space", "german", "swiss", "indian",
        "arabic", "persian",
    ),
    "decimals": ("natural", "two", "three"),
    "unit": ("kg", "g", "t"),
    "unit_said": ("heading", "column", "title", "nowhere"),
    "totals": ("none", "country", "grand", "both", "column"),
    "second": ("none", "cases below", "cases beside", "cases apart"),
    "copies": ("none", "twice", "hidden sheet", "all years"),
    "footnote": ("none", "value *", "value (a)", "value ¹", "value 1", "drug (1)", "drug ¹",
                 "drug *", "country *", "country 1", "approximate"),
    "calendar": ("gregorian", "hijri", "buddhist"),
    "dates": ("iso", "dots", "slashes", "us", "short", "named", "serial", "chinese"),
    "kind": ("comma", "semicolon", "tab", "xlsx", "xlsx of texts"),
    "encoding": ("utf-8", "utf-8-sig", "utf-16", "windows"),
    "ends": ("\n", "\r\n"),
    "above": (0, 1, 3),
    "below": ("nothing", "source"),
    "repeats": ("every row", "first row"),
    "missing": ("word", "", "..", "–", "n.a."),
    "case": (False, True),
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a file is written; the fields and their values are those of `CHOICES`."""

    layout: str = "long"
    language: str = "en"
    number: str = "plain"
    decimals: str = "natural"
    unit: str = "kg"
    unit_said: str = "heading"
    totals: str = "none"
    second: str = "none"
    copies: str = "none"
    footnote: str = "none"
    calendar: str = "gregorian"
    dates: str = "iso"
    kind: str = "comma"
    encoding: str = "utf-8"
    ends: str = "\n"
    above: int = 0
    below: str = "nothing"
    repeats: str = "every row"
    missing: str = "word"
    case: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure of the clean table; kilograms None: not reported. Day and month of an event."""

    iso3: str
    year: int
    family: str
    kg: Decimal | None
    month: int = 3
    day: int = 4

    @property
    def key(self) -> tuple[str, int, str]:
        """What kilograms are compared by."""
        return self.iso3, self.year, self.family


@dataclass
class Sheet:
    """Rows of a sheet, and where the figures stand: the first row is line 1."""

    name: str
    rows: list[list[object]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    hidden: bool = False

    def add(self, cells: list[object], *figures: int) -> None:
        """Add a row that holds these figures of the clean table."""
        self.rows.append(cells)
        self.lines |= dict.fromkeys(figures, len(self.rows))


@dataclass
class Made:
    """A file that was made: its sheets, and the clean table it holds."""

    figures: list[Figure]
    style: Style
    sheets: list[Sheet]

    def write(self, folder: Path) -> Path:
        """Write the file."""
        style = self.style
        if style.kind.startswith("xlsx"):
            rows = {sheet.name: sheet.rows for sheet in self.sheets}
            hidden = {sheet.name for sheet in self.sheets if sheet.hidden}
            return xlsx(folder / "file.xlsx", rows, hidden=hidden)
        delimiter = {"comma": ",", "semicolon": ";", "tab": "\t"}[style.kind]
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=style.ends).writerows(
            self.sheets[0].rows
        )
        path = folder / ("file.tsv" if style.kind == "tab" else "file.csv")
        path.write_bytes(_encoded(out.getvalue(), style))
        return path

    def shown(self) -> str:
        """Return what is in the file, for a message."""
        rows = [
            f"{sheet.name} {line}: {row}"
            for sheet in self.sheets
            for line, row in enumerate(sheet.rows, start=1)
        ]
        return "\n".join(rows)


def _encoded(text: str, style: Style) -> bytes:
    wanted = ENCODINGS.get(style.language, "utf-8")
    encoding = wanted if style.encoding == "windows" else style.encoding
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8")


# What is drawn ---------------------------------------------------------------------------------


def styles() -> st.SearchStrategy[Style]:
    """Return styles: the plain one with up to six traits changed."""
    traits = st.sampled_from(sorted(CHOICES))
    changed = st.lists(traits, max_size=6, unique=True)
    return changed.flatmap(
        lambda names: st.fixed_dictionaries(
            {name: st.sampled_from(CHOICES[name]) for name in names}
        ).map(lambda chosen: Style(**chosen))
    )


def _kilograms() -> st.SearchStrategy[Decimal]:
    grams = st.integers(1, 50_000_000).map(lambda n: Decimal(n) / 1000)
    return st.one_of(
        st.integers(1, 99_999).map(Decimal),
        grams,
        grams.map(lambda kg: kg.quantize(Decimal("0.1")) or Decimal("0.1")),
    )


@st.composite
def tables(draw: st.DrawFn) -> list[Figure]:
    """Return clean tables: each country, year and family once, few of them not reported."""
    countries = draw(st.lists(st.sampled_from(sorted(ALPHA2)), min_size=1, max_size=3, unique=True))
    first = draw(st.integers(2008, 2021))
    years = range(first, first + draw(st.integers(1, 3)))
    families = draw(st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=3, unique=True))
    cells = [(c, y, f) for c in countries for y in years for f in families]
    amounts = draw(st.lists(_kilograms(), min_size=len(cells), max_size=len(cells), unique=True))
    gaps = draw(st.sets(st.integers(0, len(cells) - 1), max_size=2)) if len(cells) > 3 else set()
    return [
        Figure(*cell, None if n in gaps else kg, 1 + n % 12, 1 + 7 * n % 28)
        for n, (cell, kg) in enumerate(zip(cells, amounts, strict=True))
    ]


# How it is written -----------------------------------------------------------------------------


def made(figures: list[Figure], style: Style) -> Made:
    """Return the file of a clean table in a style."""
    style = possible(style, figures)
    writer = _Writer(figures, style)
    sheets = writer.sheets()
    return Made(figures, style, sheets)


def possible(style: Style, figures: list[Figure]) -> Style:
    """Return the style without what its layout or its kind of file cannot have."""
    change: dict[str, object] = {}
    sheets = style.copies in {"hidden sheet", "all years"} or style.second == "cases apart"
    serial = style.layout == "events" and style.dates == "serial"
    # Software that writes decimal commas parts its cells by semicolons: the reader relies on it,
    # and says so, where a column leaves it open.
    if style.kind == "comma" and style.number in {"comma", "french", "nbsp", "space", "german"}:
        change["kind"] = "semicolon"
    if sheets or serial or style.layout.startswith("sheet"):
        change["kind"] = style.kind if style.kind.startswith("xlsx") else "xlsx"
    if style.layout not in {"long", "events"} and style.unit_said == "column":
        change["unit_said"] = "heading"
    if style.layout not in {"by drug", "by year"} and style.totals == "column":
        change["totals"] = "grand"
    if style.layout == "events":
        # Seizures one by one: nothing is summed in the list, and each has its date.
        change |= {"totals": "grand" if style.totals != "none" else "none", "repeats": "every row"}
        if style.copies == "all years":
            change["copies"] = "none"
    if style.layout == "sheet a year" and style.copies == "all years":
        change["copies"] = "hidden sheet"
    # A short list repeated may be two forms of a drug (a rule that the docs state); a longer one of
    # several States or years is a copy.
    known = [figure for figure in figures if figure.kg is not None]
    short = len(known) < 4 or len({(f.iso3, f.year) for f in known}) < 2
    if style.copies == "twice" and (short or style.layout not in {"long", "events"}):
        change["copies"] = "none"
    if style.layout in {"by drug", "by year"} and style.second == "cases beside":
        change["second"] = "cases below"
    return Style(**(vars(style) | change))


class _Writer:
    def __init__(self, figures: list[Figure], style: Style) -> None:
        self.figures, self.style, self.words = figures, style, WORDS[style.language]

    # Cells

    def country(self, figure: Figure) -> str:
        name = country_in(self.style.language, figure.iso3)
        return name + {"country *": "*", "country 1": " (1)"}.get(self.style.footnote, "")

    def drug(self, figure: Figure) -> str:
        marks = {"drug (1)": " (1)", "drug ¹": "¹", "drug *": "*"}
        name: str = getattr(self.words, figure.family)
        return name + marks.get(self.style.footnote, "")

    def year(self, figure: Figure) -> object:
        shift = {"gregorian": 0, "hijri": -621, "buddhist": 543}[self.style.calendar]
        year = figure.year + shift
        return year if self.style.kind == "xlsx" else str(year)

    def date(self, figure: Figure) -> object:
        day = dt.date(figure.year, figure.month, figure.day)
        y, m, d = day.year, day.month, day.day
        if self.style.calendar == "hijri":
            y, m, d = solar_hijri(day)
        elif self.style.calendar == "buddhist":
            y += 543
        if self.style.dates == "serial" and self.style.calendar == "gregorian":
            return (day - dt.date(1899, 12, 30)).days
        return {
            "dots": f"{d:02}.{m:02}.{y}",
            "slashes": f"{d:02}/{m:02}/{y}",
            "us": f"{m:02}/{d:02}/{y}",
            "short": f"{d:02}.{m:02}.{y % 100:02}",
            "named": f"{d} {MONTHS[m - 1]} {y}",
            "chinese": f"{y}年{m}月{d}日",
        }.get(self.style.dates, f"{y}-{m:02}-{d:02}")

    def amount(self, kg: Decimal | None, *, marked: bool = True) -> object:
        style = self.style
        if kg is None:
            return self.words.missing if style.missing == "word" else style.missing
        value = kg * IN_ONE_KG[style.unit]
        places = {"natural": 0, "two": 2, "three": 3}[style.decimals]
        marks = {"value *": "*", "value (a)": " (a)", "value ¹": "¹", "value 1": " 1"}
        mark = marks.get(style.footnote, "") if marked else ""
        if style.kind == "xlsx" and not mark and style.footnote != "approximate":
            return float(value)
        text = written(value, style.number, places)
        return ("ca. " if marked and style.footnote == "approximate" else "") + text + mark

    def unit(self) -> str:
        return str(getattr(self.words, self.style.unit))

    # Headings

    def quantity(self, name: str | None = None) -> str:
        name = name or self.words.quantity
        return f"{name} ({self.unit()})" if self.style.unit_said == "heading" else name

    def above(self, sheet: Sheet, what: str = "") -> None:
        words, style = self.words, self.style
        in_title = style.unit_said == "title"
        title = f"{words.title} ({self.unit()})" if in_title else words.title
        for row in ([f"{title} {what}".strip()], [words.source], [])[: style.above or in_title]:
            sheet.add(list(row))

    def below(self, sheet: Sheet) -> None:
        if self.style.below == "source":
            sheet.add([])
            sheet.add([self.words.source])
        if self.style.footnote not in {"none", "approximate"}:
            sheet.add([f"{self.style.footnote.split()[1]} {self.words.source}"])

    # Layouts

    def sheets(self) -> list[Sheet]:
        everything = list(range(len(self.figures)))
        if self.style.layout == "sheet a drug":
            parts = self.parts(everything, lambda f: f.family)
            sheets = [
                self.long(numbers, self.drug(self.figures[numbers[0]]), drug=False)
                for numbers in parts
            ]
        elif self.style.layout == "sheet a year":
            parts = self.parts(everything, lambda f: str(f.year))
            sheets = [
                self.long(numbers, str(self.year(self.figures[numbers[0]])), year=False)
                for numbers in parts
            ]
        elif self.style.layout == "by year":
            sheets = [self.by_year(everything)]
        elif self.style.layout == "by drug":
            sheets = [self.by_drug(everything)]
        else:
            sheets = [self.long(everything, self.words.title)]
        return self.with_copies(sheets)

    def parts(self, numbers: list[int], of) -> list[list[int]]:
        found = defaultdict(list)
        for number in numbers:
            found[of(self.figures[number])].append(number)
        return list(found.values())

    def with_copies(self, sheets: list[Sheet]) -> list[Sheet]:
        first, copies = sheets[0], self.style.copies
        if copies == "hidden sheet":
            sheets.append(Sheet(f"{first.name} (2)", first.rows, hidden=True))
        elif copies == "all years":
            sheets.append(self.all_years())
        if self.style.second == "cases apart":
            apart = Sheet(self.words.cases)
            self.cases(apart)
            sheets.append(apart)
        return sheets

    def long(self, numbers: list[int], name: str, *, drug: bool = True, year: bool = True) -> Sheet:
        """One row a figure."""
        style, words, sheet = self.style, self.words, Sheet(name.replace("*", "")[:31])
        self.above(sheet, "" if drug and year else name)
        events = style.layout == "events"
        heading: list[object] = [
            *([words.case] if style.case and events else []),
            words.country,
            *([words.date] if events else [words.year] if year else []),
            *([words.drug] if drug else []),
            self.quantity(),
            *([words.unit] if style.unit_said == "column" else []),
        ]
        beside = style.second == "cases beside"
        sheet.add([*heading, *(["", *heading[:-1], words.cases] if beside else [])])
        copies = 2 if style.copies == "twice" else 1
        last = ""
        for copy in range(copies):
            for place, number in enumerate(numbers):
                figure = self.figures[number]
                country = self.country(figure)
                shown = country if country != last or style.repeats == "every row" else ""
                last = country
                front = [
                    *([f"A-{100 + number}"] if style.case and events else []),
                    shown,
                    *([self.date(figure)] if events else [self.year(figure)] if year else []),
                    *([self.drug(figure)] if drug else []),
                ]
                row = [
                    *front,
                    self.amount(figure.kg),
                    *([self.unit()] if style.unit_said == "column" else []),
                ]
                if beside:
                    back = [*front, *row[len(front) + 1 :]]
                    row += ["", *back, str(7 + place)]
                sheet.add(row, *([number] if copy == 0 else []))
                if copy == 0 and not events:
                    self.total_of_country(sheet, numbers, place, len(heading), drug=drug)
        self.grand_total(sheet, numbers, heading)
        self.cases_below(sheet, numbers, drug=drug, year=year)
        self.below(sheet)
        return sheet

    def total_of_country(
        self, sheet: Sheet, numbers: list[int], place: int, width: int, *, drug: bool
    ) -> None:
        figure = self.figures[numbers[place]]
        after = self.figures[numbers[place + 1]] if place + 1 < len(numbers) else None
        if self.style.totals not in {"country", "both"} or (after and after.iso3 == figure.iso3):
            return
        same = [n for n in numbers if self.figures[n].iso3 == figure.iso3]
        # Where the drug's name would be stands the word.
        at = width - 2 - (self.style.unit_said == "column")
        row: list[object] = [""] * width
        row[0] = self.country(figure)
        row[at if drug or at else 0] = self.words.total
        row[at + 1] = self.amount(self.sum_of(same), marked=False)
        if self.style.unit_said == "column":
            row[-1] = self.unit()
        sheet.add(row)

    def grand_total(self, sheet: Sheet, numbers: list[int], heading: list[object]) -> None:
        if self.style.totals not in {"grand", "both"}:
            return
        row: list[object] = [""] * len(heading)
        row[0] = self.words.total
        row[heading.index(self.quantity())] = self.amount(self.sum_of(numbers), marked=False)
        if self.style.unit_said == "column":
            row[-1] = self.unit()
        sheet.add(row)

    def by_year(self, numbers: list[int]) -> Sheet:
        """One row a country and drug, a column a year."""
        words, sheet = self.words, Sheet(self.words.title[:31])
        self.above(sheet)
        years = self.parts(numbers, lambda f: str(f.year))
        columns = [self.year(self.figures[part[0]]) for part in years]
        total = [words.total] if self.style.totals == "column" else []
        sheet.add([words.country, self.quantity(words.drug), *columns, *total])
        rows = self.parts(numbers, lambda f: f"{f.iso3} {f.family}")
        self.wide_rows(sheet, rows, lambda f: [self.country(f), self.drug(f)])
        if self.style.totals in {"grand", "both"}:
            sums = [self.amount(self.sum_of(part), marked=False) for part in years]
            sheet.add([words.total, "", *sums])
        self.cases_below(sheet, numbers)
        self.below(sheet)
        return sheet

    def by_drug(self, numbers: list[int]) -> Sheet:
        """One row a country and year, a column a drug."""
        words, sheet = self.words, Sheet(self.words.title[:31])
        self.above(sheet)
        drugs = self.parts(numbers, lambda f: f.family)
        columns = [self.quantity(self.drug(self.figures[part[0]])) for part in drugs]
        total = [self.quantity(words.total)] if self.style.totals == "column" else []
        sheet.add([words.country, words.year, *columns, *total])
        rows = self.parts(numbers, lambda f: f"{f.iso3} {f.year}")
        self.wide_rows(sheet, rows, lambda f: [self.country(f), self.year(f)])
        if self.style.totals in {"grand", "both"}:
            sums = [self.amount(self.sum_of(part), marked=False) for part in drugs]
            sheet.add([words.total, "", *sums])
        self.cases_below(sheet, numbers)
        self.below(sheet)
        return sheet

    def wide_rows(self, sheet: Sheet, rows: list[list[int]], front) -> None:
        last: object = ""
        for part in rows:
            first = front(self.figures[part[0]])
            if self.style.repeats == "first row" and first[0] == last:
                first[0] = ""
            last = first[0] or last
            values = [self.amount(self.figures[n].kg) for n in part]
            total = []
            if self.style.totals == "column":
                total = [self.amount(self.sum_of(part), marked=False)]
            sheet.add([*first, *values, *total], *part)

    def all_years(self) -> Sheet:
        """A sheet that sums the others over the years."""
        words = self.words
        sheet = Sheet(f"{words.total} {words.year}")
        sheet.add([words.country, words.drug, self.quantity()])
        for part in self.parts(list(range(len(self.figures))), lambda f: f"{f.iso3} {f.family}"):
            figure = self.figures[part[0]]
            total = self.amount(self.sum_of(part), marked=False)
            sheet.add([self.country(figure), self.drug(figure), total])
        return sheet

    def cases_below(
        self, sheet: Sheet, numbers: list[int], *, drug: bool = True, year: bool = True
    ) -> None:
        if self.style.second == "cases below":
            sheet.add([])
            sheet.add([self.words.cases])
            self.cases(sheet, numbers, drug=drug, year=year)

    def cases(
        self, sheet: Sheet, numbers: list[int] | None = None, *, drug: bool = True,
        year: bool = True,
    ) -> None:  # fmt: skip
        """A table of how many seizures there were: no kilograms."""
        words = self.words
        heading = [words.country, words.year, words.drug, words.cases]
        keep = [True, year, drug, True]
        sheet.add([cell for cell, kept in zip(heading, keep, strict=True) if kept])
        for number in numbers or range(len(self.figures)):
            figure = self.figures[number]
            row = [self.country(figure), self.year(figure), self.drug(figure), 1000 + number]
            sheet.add([cell for cell, kept in zip(row, keep, strict=True) if kept])

    def sum_of(self, numbers: list[int]) -> Decimal:
        return sum((self.figures[n].kg or Decimal(0) for n in numbers), Decimal(0))


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ARABIC = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
_PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")
_SIGNS = {
    "english": (",", "."), "comma": ("", ","), "french": ("\u202f", ","), "nbsp": ("\u00a0", ","),
    "space": (" ", ","), "german": (".", ","), "swiss": ("'", "."), "arabic": (",", "."),
}  # fmt: skip


def written(value: Decimal, number: str, places: int = 0) -> str:
    """Return a number as the style writes it, with at least so many decimals and none lost.

    >>> written(Decimal("1234567.5"), "german"), written(Decimal("1234567"), "indian")
    ('1.234.567,5', '12,34,567')
    """
    text = f"{value.normalize():f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.ljust(places, "0")
    group, sign = _SIGNS.get(number, ("", "."))
    if number == "indian":
        front, last = whole[:-3], whole[-3:]
        pairs = [front[max(end - 2, 0) : end] for end in range(len(front), 0, -2)]
        whole = ",".join([*reversed(pairs), last])
    elif group:
        whole = f"{int(whole):,}".replace(",", group)
    result = f"{whole}{sign}{decimals}" if decimals else whole
    if number == "arabic":
        return result.translate(_ARABIC)
    return result.translate(_PERSIAN) if number == "persian" else result


def solar_hijri(day: dt.date) -> tuple[int, int, int]:
    """Return a day in the calendar of Iran and Afghanistan; its leap years of 33 in the cycle.

    >>> solar_hijri(dt.date(2022, 3, 21)), solar_hijri(dt.date(2021, 3, 20))
    ((1401, 1, 1), (1399, 12, 30))
    """
    year = day.year - 621
    first = _new_year(year)
    if day < first:
        year -= 1
        first = _new_year(year)
    past = (day - first).days
    month, rest = divmod(past, 31) if past < 186 else divmod(past - 186, 30)
    return year, month + (1 if past < 186 else 7), rest + 1


def _new_year(year: int) -> dt.date:
    # 21 March 2022 is the first day of 1401; leap years are those of the cycle of 33.
    leaps = sum(1 for y in range(1370, year) if y % 33 in {1, 5, 9, 13, 17, 22, 26, 30})
    return dt.date(1991, 3, 21) + dt.timedelta(days=365 * (year - 1370) + leaps)


# What is right ---------------------------------------------------------------------------------


def faults(file: Made, read) -> list[str]:
    """Return what a reader got wrong: other kilograms than the account explains.

    Parameters
    ----------
    file : Made
    read : SeizureFile
        As `routes.read_seizures` returns it.
    """
    counted = read.counted.dropna(subset=["kg"])
    got: dict[tuple[str, int, str], float] = defaultdict(float)
    for row in counted.itertuples():
        got[(row.iso3, int(row.year), str(row.family))] += row.kg
    must, may = _by_key(file, read)
    found = []
    for key in sorted({*got, *must, *may}):
        allowed = _sums(must.get(key, []), may.get(key, []))
        if key not in got:
            if key in must and None not in must[key]:
                found.append(f"{key}: {must[key]} kg vanish without a word")
        elif not any(abs(got[key] - kg) <= 1e-9 * max(kg, 1e-9) for kg in allowed):
            found.append(f"{key}: {got[key]!r} kg where {[*map(float, allowed)]} are right")
    return found


def _by_key(file: Made, read):  # noqa: ANN202
    """Return the kilograms of each key that must be there, and those that the account explains."""
    single = not file.style.kind.startswith("xlsx")
    aside = {
        ("" if single else str(row.sheet), int(row.line)) for row in read.set_aside.itertuples()
    }
    said = " ".join([*read.notes, *read.set_aside["reason"].astype(str)])
    must, may = defaultdict(list), defaultdict(list)
    for sheet in file.sheets:
        named = not single and repr(sheet.name) in said
        for number, line in sheet.lines.items():
            figure = file.figures[number]
            explained = named or ("" if single else sheet.name, line) in aside
            if figure.kg is not None:
                (may if explained else must)[figure.key].append(figure.kg)
    return must, may


def _sums(must: list[Decimal], may: list[Decimal]) -> list[float]:
    return [
        float(sum((*must, *chosen), Decimal(0)))
        for size in range(len(may) + 1)
        for chosen in combinations(may, size)
        if must or chosen
    ]
