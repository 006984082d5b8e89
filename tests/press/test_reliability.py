"""The table of faults, in its short form: `make reliability` makes the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools/reliability.py"


@pytest.mark.slow
def test_every_fault_is_named_and_no_page_is_lost(tmp_path):
    table = tmp_path / "reliability.md"
    # Those of a cluster are in test_cluster.py, those of surroundings in test_same_bytes.py.
    only = "kills,full disk,read-only,notebooks,two at once,cut tables,other hands"
    done = subprocess.run(
        [sys.executable, TOOL, "--only", only, "--runs", "2", "--kills", "2", "--out", table],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")][2:]
    faults = [row.split(" | ")[0].removeprefix("| ") for row in rows]
    assert len(faults) == len(set(faults)) == 17
    # The published table has the same rows, and none of them says that something is wrong.
    published = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
    assert [name for name in faults if f"| {name} | " not in published] == []
    assert "WRONG" not in published


def test_a_reader_sees_what_is_torn(tmp_path, monkeypatch):
    """The reader that every row relies on sees each kind of damage."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    from faults import reader  # noqa: PLC0415

    page, index = tmp_path / "balkan.html", tmp_path / "index.html"
    (tmp_path / "manifests").mkdir()
    whole = b"<html><body>52 kg</body></html>"
    manifest = '{"page": {"sha256": "%s", "size": 31}}'
    digest = reader.hashlib.sha256(whole).hexdigest()
    (tmp_path / "manifests/balkan.json").write_text(manifest % digest, encoding="utf-8")
    page.write_bytes(whole)
    index.write_text('<html><a href="balkan.html#map">Balkan</a></html>', encoding="utf-8")
    assert reader.faults(tmp_path) == []
    page.write_bytes(whole[:-7])
    assert reader.faults(tmp_path) == [
        "balkan.html: not the bytes of its manifest",
        "balkan.html: has no end",
    ]
    # A new page whose manifest is still pending is whole.
    new = whole.replace(b"52", b"53")
    page.write_bytes(new)
    assert reader.faults(tmp_path) == ["balkan.html: not the bytes of its manifest"]
    (tmp_path / "pending").mkdir()
    pending = manifest % reader.hashlib.sha256(new).hexdigest()
    (tmp_path / "pending/balkan.json").write_text(pending, encoding="utf-8")
    assert reader.faults(tmp_path) == []
    assert reader.unfinished(tmp_path) == ["pending/balkan.json"]
    page.unlink()
    assert reader.faults(tmp_path) == ["index.html: links to balkan.html#map, which is not there"]
