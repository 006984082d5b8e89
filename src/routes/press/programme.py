"""The programme of runs: a file that names notebooks, parameters, and lists to cross.

::

    [[page]]
    notebook = "briefing.ipynb"
    title = "Routes"                      # heading on the index; else that of the kind of page
    slug = "{route}-{last_year}"          # file name; else what is not the default
    parameters = { denominator = "world" }
    [page.cross]
    route = ["northern", "balkan", "southern"]
    "first_year,last_year" = [[2005, 2023], [2014, 2023]]

Every combination of the lists is a run. A name in place of a list, such as ``iso3 = "fact
sheets"``, stands for a list that the model of the notebook's parameters knows.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import string
import tomllib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import product
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from routes.briefing.checking import Parameters, check
from routes.briefing.options import changed_from
from routes.briefing.pages import site_pages
from routes.briefing.registry import model_of
from routes.errors import RoutesError, nearest, unknown
from routes.names import languages
from routes.press.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,150}")


class ProgrammeError(RoutesError, ValueError):
    """A programme of runs that cannot be read, or that asks for what there is not."""


@dataclass(frozen=True)
class Run:
    """One page of a programme.

    Attributes
    ----------
    slug : str
        File name of the page without its ending.
    parameters : Parameters
        Checked.
    heading : str
        What the programme calls its group on the index; empty for the heading of its kind.
    dated : bool
        Whether the day to print was asked for; else it is that of the making.
    alternates : mapping
        Language to file name of the same page in it, its own too, in the order of `languages`;
        empty where it was asked for in one language.
    """

    slug: str
    parameters: Parameters
    heading: str = ""
    dated: bool = False
    alternates: Mapping[str, str] = field(default_factory=dict)

    @property
    def notebook(self) -> str:
        """File name of the notebook."""
        return self.parameters.notebook

    @property
    def day(self) -> str:
        """The day to print, if nothing older is known (ISO 8601)."""
        return str(self.values()["as_of"])

    def values(self) -> dict[str, Any]:
        """Return the parameters as JSON values."""
        return self.parameters.model_dump(mode="json")

    @property
    def language(self) -> str:
        """Of the page."""
        return str(self.values()["language"])

    @property
    def page(self) -> str:
        """What is the same for a page in every language, as text; the day left out."""
        return page_key(self.notebook, self.values())

    def changed(self) -> dict[str, Any]:
        """Return the parameters that are not the default, without the day."""
        return changed_from(type(self.parameters), self.values())

    def job(self, day: str) -> Job:
        """Return what an engine is to run, with the day to print."""
        values = self.values() | {"as_of": day}
        return Job(self.slug, self.notebook, values, self.parameters.parts, dict(self.alternates))


class _Entry(BaseModel):
    """One ``[[page]]`` of the file."""

    model_config = ConfigDict(extra="forbid")
    notebook: str
    title: str = ""
    slug: str = ""
    parameters: dict[str, Any] = {}
    cross: dict[str, list[Any] | str] = {}


def page_key(notebook: str, values: Mapping[str, Any]) -> str:
    """Return what is the same for a page in every language and on every day, as text."""
    same = {name: one for name, one in values.items() if name not in {"language", "as_of"}}
    return json.dumps([notebook, same], sort_keys=True)


def read_programme(path: Path, **common: Any) -> list[Run]:
    """Return the runs of a programme, in its order.

    Parameters
    ----------
    path : Path
    **common
        Parameters that every run is to have, such as ``as_of``.

    Raises
    ------
    ProgrammeError
        In one line: which entry of the file is at fault, how, and what is valid.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProgrammeError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProgrammeError(f"{path.name}: no TOML: {error}") from error
    for key in content:
        if key != "page":
            raise ProgrammeError(f"{path.name}: {unknown('table', key, ['page'])}")
    entries = content.get("page", [])
    if not isinstance(entries, list) or not entries:
        raise ProgrammeError(f"{path.name}: no [[page]] in it")
    runs: list[tuple[str, Run]] = []
    for number, given in enumerate(entries, start=1):
        name = given.get("notebook") if isinstance(given, dict) else None
        where = f"{path.name}, page {number}" + (f" ({name})" if name else "")
        try:
            runs += [(where, run) for run in _runs_of(given, common)]
        except (RoutesError, ValidationError) as error:
            raise ProgrammeError(f"{where}: {_plain(error)}") from None
    return apart(runs)


def runs_of(model: type[Parameters], values: Iterable[dict[str, Any]], **common: Any) -> list[Run]:
    """Return one run for each set of parameters; a wrong one raises `ParameterError`."""
    asked = [check(model, one | common) for one in values]
    dated = common.get("as_of") is not None
    return [Run(one.slug, one, dated=dated) for one in asked]


def apart(runs: Iterable[tuple[str, Run]]) -> list[Run]:
    """Return runs of which no two would make the same file, each with its other languages.

    Fails with which two would.

    Raises
    ------
    ProgrammeError
    """
    seen: dict[str, tuple[str, Run]] = {}
    for where, run in runs:
        # Not every disk tells capitals from small letters.
        key = run.slug.casefold()
        if f"{key}.html" in site_pages():
            raise ProgrammeError(f"{where}: {run.slug}.html is a page of the site itself")
        if key in seen:
            before, other = seen[key]
            same = run.notebook == other.notebook and run.values() == other.values()
            what = "the same run" if same else "another run of that name"
            raise ProgrammeError(f"{where}: {run.slug}.html: {what} stands in {before}")
        seen[key] = (where, run)
    return with_alternates([run for _, run in seen.values()])


def with_alternates(runs: Iterable[Run]) -> list[Run]:
    """Return runs, each with the names of the same page in the other languages asked for.

    Runs that differ in language alone are one page. Which languages a page lists is read from the
    request, never from what lies in the folder: the same request gives the same bytes, whatever
    was made before it and whichever of its pages ``--only`` picks. A page that could not be made
    is linked all the same, by the name it will have.
    """
    known = list(runs)
    pages: dict[str, dict[str, str]] = {}
    for run in known:
        pages.setdefault(run.page, {}).setdefault(run.language, f"{run.slug}.html")
    return [
        replace(run, alternates={code: found[code] for code in languages() if code in found})
        if len(found := pages[run.page]) > 1
        else run
        for run in known
    ]


def selected(
    runs: Sequence[Run], *, only: str | None = None, limit: int | None = None
) -> list[Run]:
    """Return the runs whose slug fits a pattern (``*`` and ``?``), and of these the first.

    Raises
    ------
    UnknownNameError
        If no slug fits.
    """
    chosen = list(runs)
    if only is not None:
        chosen = [run for run in runs if fnmatchcase(run.slug, only)]
        if not chosen:
            slugs = [run.slug for run in runs]
            close = nearest(only, slugs)
            raise unknown("run", only, [close] if close else [*slugs[:5], "…"])
    return chosen[:limit]


def _runs_of(given: Any, common: dict[str, Any]) -> Iterator[Run]:
    if not isinstance(given, dict):
        raise ProgrammeError("a page is a table: write [[page]]")
    for key in given:
        if key not in _Entry.model_fields:
            raise unknown("key", key, _Entry.model_fields)
    entry = _Entry.model_validate(given)
    model = model_of(entry.notebook)
    for values in _crossed(entry, model):
        parameters = check(model, entry.parameters | values | common)
        slug = _slug(entry.slug, parameters) if entry.slug else parameters.slug
        dated = "as_of" in entry.parameters or "as_of" in common
        yield Run(slug, parameters, entry.title, dated=dated)


def _crossed(entry: _Entry, model: type[Parameters]) -> Iterator[dict[str, Any]]:
    """Yield every combination of the lists to cross."""
    axes = []
    for key, given in entry.cross.items():
        names = [name.strip() for name in key.split(",")]
        for name in names:
            if name not in model.model_fields:
                raise unknown("parameter", name, model.model_fields)
            if name in entry.parameters:
                raise ProgrammeError(f"{name} stands in parameters and in cross")
        axes.append([dict(zip(names, one, strict=True)) for one in _rows(key, given, model)])
    for combination in product(*axes):
        yield {name: value for part in combination for name, value in part.items()}


def _rows(key: str, given: list[Any] | str, model: type[Parameters]) -> list[list[Any]]:
    """Return the values of one line of ``cross``: a list for each, as long as it has names."""
    if isinstance(given, str):
        if given not in model.lists:
            raise unknown("list of values", given, model.lists or ["a list in brackets"])
        given = list(model.lists[given]())
    if not given:
        raise ProgrammeError(f"cross: {key} is empty")
    width = key.count(",") + 1
    if width == 1:
        return [[value] for value in given]
    for values in given:
        if not isinstance(values, list) or len(values) != width:
            raise ProgrammeError(f"cross: {key} takes lists of {width}, not {values!r}")
    return given


def _slug(pattern: str, parameters: Parameters) -> str:
    values = parameters.model_dump(mode="json")
    texts = {
        name: "+".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in values.items()
    }
    try:
        fields = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise ProgrammeError(f"slug {pattern!r}: {error}") from None
    for name in fields:
        if name not in texts:
            raise unknown("parameter in slug", name, texts)
    slug = pattern.format(**texts)
    if not FILE_NAME.fullmatch(slug):
        raise ProgrammeError(f"slug {slug!r}: a file name has letters, digits and + . _ - only")
    return slug


def _plain(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][:2])
    return f"{name}: {first['msg'].lower()}"


def today() -> str:
    """Return the day of the making (ISO 8601)."""
    return dt.date.today().isoformat()  # noqa: DTZ011 - the reader's day
