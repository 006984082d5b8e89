"""papermill's own engine and the warm one leave the same notebook, but for times and ids.

What is normalised, and why:

- ``metadata.papermill`` and ``metadata.execution`` of cells and notebook: the keys and the status
  are compared, not the times; ``output_path`` is the file of each;
- the id of the injected cell and of error markers: papermill draws them at random;
- the path of a cell in warnings: ipykernel's carries its process id, ours the number of the cell;
- addresses of objects in their ``repr``;
- streams: a kernel sends what has been written every 0.2 s, so pieces of one stream that follow
  one another are joined.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import papermill as pm
import pytest
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from routes.briefing.exporter import BriefingExporter
from routes.press import shared
from routes.press.papermill_engine import RoutesWarmEngine
from routes.reference import notebooks_dir

HERE = Path(__file__).parent / "notebooks"
TIMES = {"start_time", "end_time", "duration"}
# A kernel is started for each of these; they are the slow ones of the house.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def registered():
    # As the entry point does where this version of the package is installed.
    papermill_engines.register("routes-warm", RoutesWarmEngine)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Keep the sockets of this module apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("s")))
        yield shared.private_folder()


def run(source: Path, target: Path, engine: str | None, parameters: dict) -> tuple[dict, str]:
    said = ""
    try:
        pm.execute_notebook(
            source, target, parameters, engine_name=engine, kernel_name="python3",
            progress_bar=False,
        )  # fmt: skip
    except PapermillExecutionError as error:
        said = str(error)
    return json.loads(target.read_text(encoding="utf-8")), said


def plain(text: str) -> str:
    # A syntax error names the file without its folder.
    text = re.sub(r"([\w/.-]*ipykernel_\d+/)?\b\d{4,}\.py|cell-\d+\.py", "CELL", text)
    return re.sub(r"\b0x[0-9a-f]{6,}", "0x", text)


def normal(notebook: dict) -> dict:
    kept = json.loads(plain(json.dumps(notebook)))
    about = kept["metadata"]["papermill"]
    about.update(dict.fromkeys(TIMES & set(about)), output_path="")
    for cell in kept["cells"]:
        tags = cell["metadata"].get("tags", ())
        if "injected-parameters" in tags or "papermill-error-cell-tag" in tags:
            cell["id"] = ""
        record = cell["metadata"].get("papermill", {})
        record.update(dict.fromkeys(TIMES & set(record)))
        cell["metadata"]["execution"] = sorted(cell["metadata"].get("execution", ()))
        cell["outputs"] = joined(cell.get("outputs", []))
    return kept


def joined(outputs: list[dict]) -> list[dict]:
    kept: list[dict] = []
    for output in outputs:
        if output["output_type"] == "stream":
            output["text"] = "".join(output["text"])
            if kept and kept[-1].get("name") == output["name"]:
                kept[-1]["text"] += output["text"]
                continue
        kept.append(output)
    return kept


@pytest.mark.parametrize("name", ["outputs", "syntax"])
def test_every_kind_of_output_is_the_same(folder, tmp_path, name):
    given = {"number": 3, "word": 'süß "quoted" ${x}'}
    kernel, said = run(HERE / f"{name}.ipynb", tmp_path / "kernel.ipynb", None, given)
    warm, ours = run(HERE / f"{name}.ipynb", tmp_path / "warm.ipynb", "routes-warm", given)
    for mine, theirs in zip(normal(warm)["cells"], normal(kernel)["cells"], strict=True):
        assert mine == theirs
    assert normal(warm) == normal(kernel)
    assert plain(ours) == plain(said)
    assert said  # both notebooks end in an error


def test_the_fixture_has_what_it_is_to_show(folder, tmp_path):
    warm, _ = run(HERE / "outputs.ipynb", tmp_path / "warm.ipynb", "routes-warm", {})
    outputs = [output for cell in warm["cells"] for output in cell.get("outputs", ())]
    assert {o["output_type"] for o in outputs} == {
        *("stream", "display_data", "execute_result", "error")
    }
    kinds = {kind for output in outputs for kind in output.get("data", ())}
    assert kinds >= {"image/png", "image/svg+xml", "text/html", "text/latex", "application/json"}
    # The pictures of two cells, one of them shown twice.
    assert sum("image/png" in output.get("data", ()) for output in outputs) == 3


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("briefing", {"route": "balkan"}),
        ("07_meeting_coverage", {"route": "northern"}),
        ("08_liaison_network", {"route": "southern"}),
    ],
)
def test_every_page_is_the_same(folder, tmp_path, name, given):
    source = notebooks_dir() / f"{name}.ipynb"
    given = {**given, "as_of": "2026-01-02"}
    kernel, _ = run(source, tmp_path / "kernel.ipynb", None, given)
    warm, _ = run(source, tmp_path / "warm.ipynb", "routes-warm", given)
    assert normal(warm) == normal(kernel)
    pages = [
        BriefingExporter().from_filename(str(tmp_path / f"{engine}.ipynb"))[0]
        for engine in ("kernel", "warm")
    ]
    assert pages[0] == pages[1]
