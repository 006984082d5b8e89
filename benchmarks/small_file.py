"""Time of a command over a file of two rows, beside ``import geopandas``.

Usage: ``python benchmarks/small_file.py``. Each in a process of its own, in turn, the least of so
many runs: processor seconds of the process and all it started, and the ratio.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

REPEATS = 5
ROWS = (
    "date,country,place,drug,quantity,unit\n"
    "2019-03-04,Türkiye,Van,heroin,120,kg\n"
    "2020-05-06,Iran (Islamic Republic of),Zahedan,heroin,35.5,kg\n"
)
COMMAND = "import sys; from routes.cli import main; sys.exit(main(sys.argv[1:]))"


def seconds(*arguments: str) -> float:
    """Return the processor seconds of one run of Python."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-P", *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "two.csv"
        path.write_text(ROWS, encoding="utf-8")
        runs = {
            "import geopandas": ("-c", "import geopandas"),
            "routes check": ("-c", COMMAND, "check", str(path)),
            "routes attribute": ("-c", COMMAND, "attribute", str(path)),
            "routes search": ("-c", COMMAND, "search", "how many partners"),
        }
        least = dict.fromkeys(runs, float("inf"))
        for _ in range(REPEATS):
            for name, arguments in runs.items():
                least[name] = min(least[name], seconds(*arguments))
    peer = least["import geopandas"]
    for name, taken in least.items():
        print(f"{name:<18}{taken:6.2f} processor seconds {taken / peer:6.1f} x")


if __name__ == "__main__":
    main()
