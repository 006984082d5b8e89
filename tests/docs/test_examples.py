"""What the pages of docs/ tell a reader to type works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from routes.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
]
# A file of the reader's own is not here.
OWN = re.compile(r"my-file")


def blocks(kind):
    found = []
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        code = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
        for number, (indent, block) in enumerate(code, start=1):
            lines = [line.removeprefix(indent) for line in block.splitlines()]
            name = f"{path.relative_to(ROOT)}-{number}"
            found.append(pytest.param("\n".join(lines), id=name))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("code", blocks("python"))
def test_an_example_in_python_runs(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = [line for line in code.splitlines() if OWN.search(line) or "events." in line]
    kept = "\n".join(line for line in code.splitlines() if line not in own)
    exec(compile(kept, "example", "exec"), {})  # noqa: S102 - our own pages


@pytest.mark.parametrize("code", blocks("sh"))
def test_an_example_for_the_shell_names_commands_and_options_that_exist(code, capsys):
    lines = code.replace("\\\n", " ").splitlines()
    told = [re.sub(r" #.*|[;&|>].*", "", line.rpartition("&& ")[2]) for line in lines]
    commands = [
        found[1] for line in told if (found := re.search(r"(?:^|[ /])routes ([a-z].*)", line))
    ]
    for command in commands:
        words = shlex.split(command)
        with pytest.raises(SystemExit) as stop:
            main([words[0], "--help"])
        assert stop.value.code == 0
        known = capsys.readouterr().out
        options = [word.partition("=")[0] for word in words if word.startswith("--")]
        assert [option for option in options if option not in known] == [], command
