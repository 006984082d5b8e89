"""Sign the tables anew: rows, size and SHA-256 of every file into ``data/datapackage.json``.

``python tools/datapackage.py`` after a table was edited, or after a merge: where a merge disputes
nothing but these three lines and the package's own hash, its marks are taken away first.
``python tools/datapackage.py check`` changes nothing, and fails where it would.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from routes.errors import RoutesError
from routes.reference import check_tables
from routes.reference.package import DESCRIPTOR, SIGNED, sign, unsigned
from routes.reference.whereabouts import misplaced

DATA = Path(__file__).resolve().parents[1] / "data"
_DISPUTE = re.compile(
    r"^<{7} [^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\n(?P<theirs>.*?)^>{7} [^\n]*\n",
    re.MULTILINE | re.DOTALL,
)
_LINE = re.compile(rf'\s*"(?:{"|".join(SIGNED)})": [^\n]*,?')


def without_disputes(text: str) -> str:
    r"""Return a descriptor without the marks of a merge around lines that signing writes.

    Examples
    --------
    >>> dispute = '<<<<<<< a\n "rows": 2,\n=======\n "rows": 3,\n>>>>>>> b\n'
    >>> without_disputes(dispute)
    ' "rows": 2,\n'
    """

    def ours(dispute: re.Match[str]) -> str:
        lines = [*dispute["ours"].splitlines(), *dispute["theirs"].splitlines()]
        return dispute["ours"] if all(map(_LINE.fullmatch, lines)) else dispute[0]

    return _DISPUTE.sub(ours, text)


def main() -> int:
    """Sign, or say what is not signed."""
    path = DATA / DESCRIPTOR
    text = path.read_text(encoding="utf-8")
    try:
        if sys.argv[1:] == ["check"]:
            faults = unsigned(DATA)
            for fault in faults:
                print(fault)
            return bool(faults)
        path.write_text(without_disputes(text), encoding="utf-8")
        for name in sign(DATA):
            print(f"signed {name}")
        check_tables(DATA)
        for fault in (faults := misplaced(DATA)):
            print(fault)
        return bool(faults)
    except RoutesError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
