"""What is known of a page beside the page: from what, when and how it was made."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import subprocess
from functools import cache
from html import unescape
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from routes.names import ROUTES
from routes.reference.fingerprints import PACKAGE

_ABOUT = re.compile(r'<meta name="routes-briefing" content="([^"]*)">')
_HEAD = 64_000


def _time(text: str) -> str:
    dt.datetime.fromisoformat(text)
    return text


def _about(value: dict[str, Any]) -> dict[str, Any]:
    _About.model_validate(value)
    return value


Time = Annotated[str, AfterValidator(_time)]
# Whatever is on a disk: beyond these no page and no run has ever been.
Size = Annotated[int, Field(ge=0, le=1 << 50)]
Number = Annotated[float, Field(ge=0, le=1e15)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Parameter = str | bool | int | float | None


class _Record(BaseModel):
    """A record that is kept as JSON."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    def content(self) -> bytes:
        """Return the record as it is kept."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1)
        return (text + "\n").encode()

    @classmethod
    def read(cls, content: bytes | None) -> Self | None:
        """Return the record; None for none, and for one that is damaged."""
        if content is None:
            return None
        try:
            found = cls.model_validate_json(content)
            found.content()
        except (ValueError, RecursionError):  # a fault of the model is a ValueError
            return None
        return found


class Bytes(_Record):
    """Which bytes: their SHA-256 and their number."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: Size

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return which bytes these are."""
        return cls(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


class _About(BaseModel):
    """What a page says of itself, as far as the index reads it."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)
    title: str
    lead: str
    made: str
    name: str = ""
    part: str = ""
    route: str = ""
    years: list[Year] | None = Field(None, min_length=2, max_length=2)
    kg: list[Number | None] | None = Field(None, max_length=300)
    seized: list[str] | None = Field(None, min_length=3, max_length=3)
    reporting: list[str] | None = Field(None, min_length=2, max_length=2)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        dt.date.fromisoformat(self.made)
        if self.route and self.route not in ROUTES:
            raise ValueError("no such route")
        together = (self.seized, self.reporting, self.years, self.kg, self.route or None)
        if self.seized is not None and None in together:
            raise ValueError("figures without their route or years")
        return self


class Manifest(_Record):
    """The manifest of a page: ``manifests/SLUG.json``.

    Attributes
    ----------
    slug, notebook, kind, heading : str
    parameters : dict
        As JSON values; of a file its name, never where it lay.
    alternates : dict
        Language to file name of the same page in it, as the run asked for them.
    inputs : dict
        SHA-256 of each input, as `inputs_of` returns them.
    versions : dict
        Of Python and of what the page depends on.
    revision : str or None
        Of the checkout, if the package runs from one.
    engine : str
    started, finished : str
        UTC.
    seconds : float
    peak_mb : float or None
    warnings : list of str
    page : Bytes
    about : dict
        What the page says of itself, for the index.
    """

    slug: str
    notebook: str
    kind: str
    heading: str = ""
    parameters: dict[str, Parameter | list[Parameter]]
    alternates: dict[str, str] = {}
    inputs: dict[str, str]
    versions: dict[str, str]
    revision: str | None = None
    engine: str
    started: Time
    finished: Time
    seconds: Number
    peak_mb: Number | None = None
    warnings: list[str] = []
    page: Bytes
    about: Annotated[dict[str, Any], AfterValidator(_about)]


class Failure(_Record):
    """A run that failed and has not succeeded since: ``failed/SLUG.json``.

    Attributes
    ----------
    slug, notebook, kind, heading : str
    parameters : dict
    fault : str
        Of the last run, in a line.
    since, last : str
        When it failed first after the page was last made, and when last; UTC.
    """

    slug: str
    notebook: str
    kind: str
    heading: str = ""
    parameters: dict[str, Parameter | list[Parameter]]
    fault: str
    since: Time
    last: Time


class Derived(_Record):
    """A page made from the others: from what, and which bytes."""

    made_from: str
    page: Bytes


class SiteManifest(_Record):
    """The manifest of the site, ``manifest.json``: what is out, and the pages over the pages.

    Attributes
    ----------
    pages : dict of str to Bytes
    stale : dict of str to str
        Slug and fault of what could not be made anew.
    indexes : dict of str to Derived
        By language.
    search : Derived
    tables, version : str
    changed : str
        When anything of this last changed, UTC.
    """

    pages: dict[str, Bytes]
    stale: dict[str, str]
    indexes: dict[str, Derived]
    search: Derived
    tables: str
    version: str
    changed: str


def about_page(page: str) -> dict[str, Any]:
    """Return what a page says of itself; empty for one that says nothing."""
    tag = _ABOUT.search(page[:_HEAD])
    try:
        about = json.loads(unescape(tag[1])) if tag else {}
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}


@cache
def revision() -> str | None:
    """Return the revision of the checkout the package runs from, None if there is none."""
    if not (PACKAGE.parents[1] / ".git").exists():
        return None
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(  # noqa: S603 - a command of ours
            command, cwd=PACKAGE, capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None
