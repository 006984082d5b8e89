"""An engine that runs no notebook, and runs for it."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from routes.briefing.parameters import BriefingParameters
from routes.press.job import Outcome
from routes.press.programme import runs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from routes.press.job import Job

ROUTES = ("northern", "balkan", "southern")
NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'


def page_of(job: Job, said: str = "") -> str:
    """Return a page like one of ours: what the index needs, every section, the day."""
    about = {
        "title": f"Page {job.slug}", "language": "en", "direction": "ltr", "kg": [1.0, None],
        "route": job.parameters.get("route", "balkan"), "lead": f"About {job.slug}.",
        "made": job.parameters["as_of"],
    }  # fmt: skip
    meta = escape(json.dumps(about))
    parts = "".join(f'<section id="{part}"></section>' for part in job.sections)
    return f'<!doctype html><meta name="routes-briefing" content="{meta}">{parts}{said}\n'


class FakeEngine:
    """Makes a page of each job at once; those named fail. Remembers what it was handed."""

    def __init__(
        self, *, failing: tuple[str, ...] = (), said: str = "", at: Callable | None = None
    ) -> None:
        self.failing, self.said, self.at = failing, said, at
        self.jobs: list[Job] = []

    def run(self, jobs) -> Iterator[Outcome]:
        for job in jobs:
            self.jobs.append(job)
            if self.at is not None:
                self.at(job)
            if job.slug in self.failing:
                fault = "cell 4 failed: ValueError: no figures\nfor this year"
                yield Outcome(job.slug, None, NOTEBOOK, fault, (), 0.5, None)
            else:
                yield Outcome(job.slug, page_of(job, self.said), NOTEBOOK, None, ("w",), 0.5, 120.0)

    @property
    def slugs(self) -> list[str]:
        return [job.slug for job in self.jobs]


def briefings(*routes: str, **common: object):
    """Return a run for each route."""
    return runs_of(BriefingParameters, [{"route": one} for one in routes or ROUTES], **common)
