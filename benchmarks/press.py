"""Many briefings: the warm engine beside papermill with nbconvert, and beside the bare library.

Peer: what people do today, ``papermill`` then ``jupyter nbconvert --to briefing`` for each
notebook, whole processes, two at a time. Floor: one Python process per core with everything
imported (which is not counted), calling the same functions of the library and filling the same
template. Ours: the warm engine with two jobs, a whole process, its cold start counted. All write
the same bytes, which is checked.

    python benchmarks/press.py [--runs N] [--sample N] [--large]

``--runs N`` makes N briefings instead of 60; ``--sample N`` runs the peer on N of them and scales
its time; the output says so. Processor seconds stand beside the clock's: they change less with what
else the machine does. The exit code is 1 when a bound does not hold by the clock.
"""
# ruff: noqa: PLC0415 - each way imports in its own process, and what that takes is measured

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORES = 2
RUNS, FEW, MANY = 60, 3, 600
OURS, FLOOR = "warm engine, cold start", "library alone, imported, two cores"
PEER = "papermill + nbconvert, two at a time"
BOUNDS = {"peer": 5.0, "floor": 1.25, "few": 3.0, "linear": 1.25, "memory": 1.1}
DRUGS = (["heroin"], ["heroin", "morphine"], ["morphine"], ["opium"])
PERIODS = ((2005, 2023), (2010, 2019), (2012, 2021), (2015, 2023), (2018, 2022))


def choices(number: int) -> list[dict]:
    """Return the parameters of so many briefings: periods × drugs × routes, and over again."""
    every = [
        {"route": r, "drugs": d, "first_year": a, "last_year": b, "as_of": "2026-01-02"}
        for (a, b), d, r in product(PERIODS, DRUGS, ("northern", "balkan", "southern"))
    ]
    return [every[i % len(every)] for i in range(number)]


def cpu() -> float:
    """Return the processor seconds of children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def digest(page: str) -> str:
    """Return what tells pages apart."""
    return hashlib.sha256(page.encode()).hexdigest()


# The three ways, each a function of its own process.


def peer(number: int, folder: Path) -> dict:
    """Run papermill and nbconvert, two at a time; return seconds and pages."""

    def one(item: tuple[int, dict]) -> str:
        i, parameters = item
        notebook, page = folder / f"{i}.ipynb", folder / f"{i}.html"
        run = ["papermill", "--no-progress-bar", "--log-level", "ERROR", "-k", "python3", "-y"]
        source = ROOT / "notebooks" / "briefing.ipynb"
        export = ["nbconvert", "--to", "briefing", "--output", page, notebook]
        for command in ([*run, json.dumps(parameters), source, notebook], export):
            subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
        return digest(page.read_text(encoding="utf-8"))

    began, used = time.perf_counter(), cpu()
    with ThreadPoolExecutor(CORES) as pool:
        pages = list(pool.map(one, enumerate(choices(number))))
    return {"seconds": time.perf_counter() - began, "cpu": cpu() - used, "pages": pages}


def ours(number: int) -> None:
    """Run the warm engine and print what came of it; the process is measured from outside."""
    from routes.press import Job, WarmEngine

    engine = WarmEngine(jobs=CORES)
    engine.start()  # it imports while we do
    from routes.briefing.parameters import checked

    jobs = []
    for i, parameters in enumerate(choices(number)):
        p = checked(parameters)
        parts = ("headline", *p.sections, "footer")
        jobs.append(Job(str(i), p.notebook, p.model_dump(mode="json"), parts))
    pages, peaks = [""] * number, [0.0] * number
    with engine:
        pid = engine.press_pid
        for outcome in engine.run(jobs):
            if outcome.page is None:
                sys.exit(outcome.fault)
            Path(f"{outcome.slug}.html").write_text(outcome.page, encoding="utf-8")
            pages[int(outcome.slug)] = digest(outcome.page)
            peaks[int(outcome.slug)] = outcome.peak_mb
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    high = int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6
    print(json.dumps({"pages": pages, "peaks": peaks, "press": high}))


def floor(number: int, core: int) -> None:
    """Wait for a line, then make every second page by the library alone."""
    import matplotlib.backends.backend_svg  # noqa: F401 - everything is imported before it counts

    from routes.briefing import Briefing
    from routes.briefing.document import document

    print("ready", flush=True)
    sys.stdin.readline()
    used = time.process_time()
    pages = {}
    for i, parameters in islice(enumerate(choices(number)), core, None, CORES):
        briefing = Briefing.of(**parameters)
        about: dict = {}
        sections = []
        for name in ("headline", *briefing.parameters.sections, "footer"):
            data, metadata = getattr(briefing, name)()._repr_mimebundle_()
            sections.append(data["text/html"])
            about.update(metadata["routes"])
        about.pop("section")
        page = document(
            about["title"], "\n".join(sections), wording=briefing.wording,
            description=about["lead"], about=about, kind="briefing",
        ).rstrip()  # fmt: skip
        Path(f"{i}.html").write_text(page, encoding="utf-8")
        pages[i] = digest(page)
    print(json.dumps({"pages": pages, "cpu": time.process_time() - used}), flush=True)


def run_ours(number: int) -> dict:
    """Return seconds, pages and memory of the warm engine, a whole process."""
    with tempfile.TemporaryDirectory() as folder:
        began, used = time.perf_counter(), cpu()
        done = subprocess.run(
            [sys.executable, __file__, "--way", "ours", "--number", str(number)],
            cwd=folder, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return {
            "seconds": time.perf_counter() - began,
            "cpu": cpu() - used,
            **json.loads(done.stdout),
        }


def run_floor(number: int) -> dict:
    """Return seconds and pages of the bare library, imports not counted."""
    with tempfile.TemporaryDirectory() as folder:
        workers = [
            subprocess.Popen(
                [
                    *(sys.executable, __file__, "--way", "floor"),
                    *("--number", str(number), "--core", str(core)),
                ],
                cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for core in range(CORES)
        ]  # fmt: skip
        for worker in workers:
            worker.stdout.readline()  # ready: everything is imported
        began = time.perf_counter()
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        found, used = {}, 0.0
        for worker in workers:
            made = json.loads(worker.stdout.readline())
            found.update(made["pages"])
            used += made["cpu"]
        seconds = time.perf_counter() - began
        for worker in workers:
            worker.communicate()
        pages = [found[str(i)] for i in range(number)]
        return {"seconds": seconds, "cpu": used, "pages": pages}


def row(name: str, runs: int, done: dict, note: str = "") -> None:
    """Print a line of the table."""
    seconds, used = done["seconds"], done["cpu"]
    line = f"{name:<38}{runs:>5}{seconds:>9.1f}{seconds / runs:>9.2f}{used:>9.1f}  {note}"
    print(line.rstrip(), flush=True)


HELD: list[bool] = []


def bound(name: str, what: str, value: float, *, least: bool) -> None:
    """Print a figure beside its bound and keep whether it holds."""
    limit = BOUNDS[name]
    HELD.append(value >= limit if least else value <= limit)
    said = "at least" if least else "at most"
    print(f"  {what}: {value:.2f} ({said} {limit:g}){'' if HELD[-1] else '  NOT HELD'}", flush=True)


def from_cold(folder: Path) -> None:
    """Measure a few runs from a cold start."""
    few, slow = run_ours(FEW), peer(FEW, folder)
    row(OURS, FEW, few)
    row(PEER, FEW, slow)
    bound("few", "times as fast as the peer", slow["seconds"] / few["seconds"], least=True)


def programme(folder: Path, runs: int, sample: int) -> dict:
    """Measure a programme by all three in turns, so that each sees the same load."""
    done, bare = run_ours(runs), run_floor(runs)
    slow = peer(sample, folder)
    again, bare_again = run_ours(runs), run_floor(runs)
    same = done["pages"] == again["pages"] == bare["pages"]
    same = same and done["pages"][:sample] == slow["pages"]
    for key in ("seconds", "cpu"):
        done[key] = (done[key] + again[key]) / 2
        bare[key] = (bare[key] + bare_again[key]) / 2
        slow[key] *= runs / sample
    row(OURS, runs, done, "mean of two")
    row(FLOOR, runs, bare, "mean of two")
    row(PEER, runs, slow, "" if sample == runs else f"measured on {sample}, scaled")
    bound("peer", "times as fast as the peer", slow["seconds"] / done["seconds"], least=True)
    bound("floor", "times the floor", done["seconds"] / bare["seconds"], least=False)
    print(f"  the same bytes from all three: {'yes' if same else 'NO'}")
    HELD.append(same)
    return again


def growth(sixty: dict, *, large: bool) -> None:
    """Say what more runs cost, in time and memory."""
    sizes = {6: run_ours(6), len(sixty["pages"]): sixty}
    row(OURS, 6, sizes[6])
    if large and RUNS in sizes:
        sizes[MANY] = run_ours(MANY)
        row(OURS, MANY, sizes[MANY])
        to_60, to_600 = (
            (sizes[b]["seconds"] - sizes[a]["seconds"]) / (b - a)
            for a, b in ((6, RUNS), (RUNS, MANY))
        )
        print(f"  a further run: {to_60:.2f} s from 6 to {RUNS}, {to_600:.2f} s to {MANY}")
        bound("linear", "the second over the first", to_600 / to_60, least=False)
        bound("memory", "memory of the press", sizes[MANY]["press"] / sixty["press"], least=False)
    for runs, of in sizes.items():
        peak = max(of["peaks"])
        print(f"  peak memory, {runs} runs: child {peak:.0f} MB, press {of['press']:.0f} MB")


def main() -> int:
    """Measure, print the table, return 1 when a bound does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"instead of {RUNS}")
    parser.add_argument("--sample", type=int, metavar="N", help="run the peer on N and scale")
    parser.add_argument("--large", action="store_true", help=f"also {MANY} runs")
    parser.add_argument("--way", choices=["ours", "floor"], help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--core", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        ours(given.number) if given.way == "ours" else floor(given.number, given.core)
        return 0
    print(f"load {os.getloadavg()[0]:.1f} at the start, {os.cpu_count()} processors")
    print(f"{'':<38}{'runs':>5}{'s':>9}{'s/run':>9}{'cpu s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        from_cold(Path(folder))
        sixty = programme(Path(folder), given.runs, given.sample or given.runs)
    growth(sixty, large=given.large)
    print(f"load {os.getloadavg()[0]:.1f} at the end")
    return 0 if all(HELD) else 1


if __name__ == "__main__":
    sys.exit(main())
