"""What is to be run, within which limits, and what came of it: all an engine and a site share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Limits:
    """What one run may take before it is stopped: seconds a cell and in all, memory in MB."""

    cell_seconds: float = 180
    run_seconds: float = 600
    memory_mb: int = 4096


@dataclass(frozen=True)
class Job:
    """One page to make.

    Attributes
    ----------
    slug : str
        File name of the page without its ending.
    notebook : str
        File name in the folder of the notebooks.
    parameters : mapping
        Checked, every one of them, as JSON values.
    sections : tuple of str
        Ids a fit page has, headline and footer too.
    """

    slug: str
    notebook: str
    parameters: Mapping[str, Any]
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a page fit to be published, or a fault in one line.

    Attributes
    ----------
    slug : str
    page : str or None
        HTML, exported and checked; None when there is a fault.
    notebook : str or None
        The run notebook as JSON text, of a failed run too; None when nothing was left of it.
    fault : str or None
        What is wrong and in which cell.
    warnings : tuple of str
        What the run warned of, without paths and process numbers.
    seconds : float
    peak_mb : float or None
        Highest resident memory of the process that ran it, if known.
    """

    slug: str
    page: str | None
    notebook: str | None
    fault: str | None
    warnings: tuple[str, ...]
    seconds: float
    peak_mb: float | None


class Engine(Protocol):
    """Something that runs jobs: in a kernel each, in forks of a warm process, on a cluster."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield what came of each as it ends; a failed one is an outcome too.

        A job is taken from `jobs` when there is room to begin it, not before.
        """
        ...
