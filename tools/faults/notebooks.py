"""Notebooks that hang, grow, raise, end themselves, or are not as a notebook must be."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faults import reader
from faults.press import Result

if TYPE_CHECKING:
    from faults.press import Press

SOURCE = Path(__file__).parents[2] / "notebooks"
CELL_SECONDS = 15
MEMORY_MB = 1500
GOOD_YEAR, BAD_YEAR = 2023, 2022


@dataclass(frozen=True)
class Fault:
    """A fault of a notebook: whose page, what the cell does, and how the fault must be named."""

    name: str
    slug: str
    cell: str
    done: str
    named: str


# Each is a cell of the briefing for one route and year, or a change of another notebook.
CELLS = (
    Fault(
        "a cell that hangs", "northern-2005-2022", "import time; time.sleep(3600)",
        f"sleeps for an hour; `--cell-seconds {CELL_SECONDS}`", f"cell {{n}} .*{CELL_SECONDS} s",
    ),
    Fault(
        "a cell that allocates 50 GB", "balkan-2005-2022",
        "held = [b'x' * 100_000_000 for _ in range(500)]",
        f"in steps of 100 MB, each written; `--memory-mb {MEMORY_MB}`",
        "cell {n} .*(memory|MemoryError)",
    ),
    Fault(
        "a cell that raises", "southern-2005-2022", "raise ValueError('no such thing')",
        "a ValueError", "cell {n} failed: ValueError: no such thing",
    ),
    Fault(
        "a cell that calls `os._exit(0)`", "northern", "import os; os._exit(0)",
        "ends the process with the code of success", "cell {n}",
    ),
    Fault(
        "a cell that kills its process", "balkan",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "SIGKILL to itself", "cell {n}",
    ),
)  # fmt: skip
TAGS = (
    Fault(
        "a notebook without a parameters cell", "balkan-meetings", "", "the tag is taken away",
        "07_meeting_coverage.ipynb.*parameters",
    ),
    Fault(
        "a notebook with two parameters cells", "balkan-liaison", "", "the tag is put twice",
        "08_liaison_network.ipynb.*parameters",
    ),
)  # fmt: skip
OTHERS = ("07_meeting_coverage.ipynb", "08_liaison_network.ipynb")


def faulty_notebooks(press: Press) -> list[Result]:
    """Run a programme in which every page but one fails, each in its own way."""
    press.write_programme([GOOD_YEAR, BAD_YEAR], *OTHERS)
    first = press.brief()
    before = press.pages()
    number = _write(press.folder / "notebooks")
    press.environment["ROUTES_NOTEBOOKS"] = str(press.folder / "notebooks")
    done = press.brief("--cell-seconds", str(CELL_SECONDS), "--memory-mb", str(MEMORY_MB))
    results = []
    torn = reader.faults(press.site)
    after = press.pages()
    index = (press.site / "index.html").read_text(encoding="utf-8")
    for fault in (*CELLS, *TAGS):
        line = next(
            (x for x in done.said.splitlines() if x.startswith(f"{fault.slug}  ")), "nothing"
        )
        named = line.partition("–")[2].strip() or line
        result = Result(
            fault.name, fault.done, f"{len(after)} of {len(before)}", named, str(done.code)
        )
        page = f"{fault.slug}.html"
        result.expect(first.code == 0, f"the first run ends with {first.code}: {first.named}")
        result.expect(page in before, f"no page {page}")
        result.expect(done.code == 1, f"it ends with {done.code}")
        result.expect("  failed  " in line, f"said of it: {line}")
        pattern = fault.named.format(n=number)
        result.expect(re.search(pattern, named), f"the fault is named {named!r}, not {pattern!r}")
        result.expect(after.get(page) == before.get(page), "the page is not the one of before")
        record = press.site / "failed" / f"{fault.slug}.json"
        result.expect(record.is_file(), f"no {record.name} in failed/")
        result.expect(fault.slug in index, "the index does not name it")
        result.wrong += torn
        results.append(result)
    others = [
        name
        for name in after
        if name.removesuffix(".html") not in {f.slug for f in (*CELLS, *TAGS)}
    ]
    made = [name for name in others if f"{name.removesuffix('.html')}  made  " in done.said]
    results[0].expect(others and made == others, f"made beside them: {made}, not {others}")
    results[0].expect(press.left_running() == 0, "processes are left running")
    press.environment.clear()
    press.recovers(results[0])
    results[0].expect(press.pages() == before, "the pages made again are not the bytes of before")
    return results


def _write(folder: Path) -> int:
    """Write the notebooks; return the number of the faulty cell in the run notebook, from 1."""
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns(".*"))
    briefing = _read(folder / "briefing.ipynb")
    place = 1 + next(
        n for n, cell in enumerate(briefing["cells"]) if "headline()" in "".join(cell["source"])
    )
    source = "".join(
        f"if (route, last_year) == {_key(fault.slug)}:\n    {fault.cell}\n" for fault in CELLS
    )
    briefing["cells"].insert(place, _cell("fault", source))
    _save(folder / "briefing.ipynb", briefing)
    for name, twice in zip(OTHERS, (False, True), strict=True):
        notebook = _read(folder / name)
        for cell in notebook["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                cell["metadata"] = {}
        if twice:
            for cell in [c for c in notebook["cells"] if c["cell_type"] == "code"][:2]:
                cell["metadata"] = {"tags": ["parameters"]}
        _save(folder / name, notebook)
    # papermill puts one cell in, after that of the parameters.
    return place + 2


def _key(slug: str) -> tuple[str, int]:
    route, _, rest = slug.partition("-")
    return route, int(rest.rpartition("-")[2] or GOOD_YEAR)


def _cell(name: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code", "id": name, "metadata": {}, "execution_count": None, "outputs": [],
        "source": source,
    }  # fmt: skip


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _save(path: Path, notebook: dict[str, Any]) -> None:
    path.write_text(json.dumps(notebook), encoding="utf-8")
