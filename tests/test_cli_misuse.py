"""Whatever a command is given or wherever it is stopped: one line, and a code that tells."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from routes.cli import main

BIN = Path(sys.executable).parent


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return call


LONG = "n" * 300
WRONG = {
    "a long name": ["brief", "--out", LONG],
    "a long folder in a path": ["brief", "--out", f"a/{LONG}/b"],
    "a long programme": ["brief", "--programme", LONG],
    "a long site": ["verify", LONG],
    "a long file": ["check", LONG],
    "a long file to attribute": ["attribute", LONG],
    "a long folder of notebooks": ["notebooks", LONG],
    "a long folder to sign": ["tables", "--sign", LONG, "--name", "x"],
    "ftp": ["brief", "--out", "ftp://nowhere.invalid/x"],
    "zip": ["brief", "--out", "zip://x"],
    "data": ["brief", "--out", "data://x"],
    "github": ["brief", "--out", "github://a:b@c/d"],
    "https": ["verify", "https://nowhere.invalid/x"],
    "no protocol": ["brief", "--out", "nowhere://x"],
    "a chain": ["brief", "--out", "simplecache::zip://x"],
    "memory": ["brief", "--out", "memory://x/y"],
    "a chain into memory": ["brief", "--out", "simplecache::memory://x"],
    "memory to verify": ["verify", "memory://x/y"],
    "memory to list": ["list", "--out", "memory://x/y"],
    "wait nan": ["brief", "--wait", "nan"],
    "wait less than none": ["brief", "--wait", "-1"],
    "wait for ever": ["brief", "--wait", "inf"],
    "cell nan": ["brief", "--cell-seconds", "nan"],
    "run nan": ["factsheets", "UZB", "--run-seconds", "nan"],
    "a petabyte": ["brief", "--memory-mb", str(10**15)],
    "many jobs": ["brief", "--jobs", str(10**9)],
    "no cluster": ["brief", "--dask", "nonsense"],
    "no protocol of Dask": ["brief", "--dask", "quux://x:1"],
    "no port": ["brief", "--dask", "tcp://"],
    "no number of a port": ["brief", "--dask", "tcp://127.0.0.1:port"],
    "null in a name": ["check", "a\0b"],
    "null in a folder": ["brief", "--out", "a\0b"],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_word_is_one_line_and_code_2(run, name):
    code, out, err = run(*WRONG[name])
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert len(err) < 700


PAGE = '[[page]]\nnotebook = "briefing.ipynb"\n'
PROGRAMMES = {
    "nested arrays": (PAGE + "parameters = { x = " + "[" * 100_000 + "]" * 100_000 + " }", "deep"),
    "nested tables": (PAGE + "parameters = " + "{a=" * 50_000 + "1" + "}" * 50_000, "deep"),
    "3,002 lines of headings": ("\n".join(f"[a.{'b.' * 900}c{i}]" for i in range(3_002)), ""),
    "a slug of a gigabyte": (PAGE + 'slug = "{route:>1000000000}"', "alone in braces"),
    "a slug of an attribute": (PAGE + 'slug = "{route.__class__}"', "unknown parameter"),
    "a slug that is long": (PAGE + f'slug = "{"x" * 1000}"', "longer than 300"),
    "a million runs": (
        PAGE + '[page.cross]\n"first_year" = ' + str([2010] * 1000) + "\nlast_year = "
        + str([2020] * 1000), "1,000,000 runs",
    ),
    "a large file": ("#" * 1_000_001, "larger than"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_wrong_programme_is_one_line_and_code_2(run, tmp_path, name):
    text, words = PROGRAMMES[name]
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    code, out, err = run("brief", "--programme", "p.toml")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert len(err) < 700


@pytest.mark.parametrize("seconds", [0.03, 0.06, 0.1, 0.2, 0.4, 0.8])
def test_stopped_at_any_moment_it_says_so(tmp_path, seconds):
    # Where these tests run in the background, their children would not hear the signal.
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    runs = "print('up', flush=True); from routes.command import main; sys.exit(main())"
    code = f"{hears}; import sys; {runs}"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "brief", "--all", "--out", "site"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout.readline() == "up\n"  # Python itself has started
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "routes: stopped\n")


def test_control_characters_of_a_folder_do_not_reach_the_terminal(run, tmp_path):
    run("list")
    site = tmp_path / "site"
    site.mkdir()
    for name in ("\x1b]0;mine\x07.html", "\x9b31m.txt", "a\nb.html"):
        (site / name).write_text("x", encoding="utf-8")
    (site / ".routes.lock").write_text('{"process": 1, "since": "\x1b[2J"}', encoding="utf-8")
    (site / "failed").mkdir()
    code, out, err = run("verify", "site")
    assert code == 1
    assert not {*out + err} & {"\x1b", "\x07", "\x9b", "\x00"}


def test_an_error_that_nobody_foresaw_is_one_line_too(run, monkeypatch):
    monkeypatch.setattr("routes.cli.listing.read_programme", lambda *_: 1 / 0)
    code, out, err = run("list")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "ZeroDivisionError" in err
    monkeypatch.setenv("ROUTES_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("list")
