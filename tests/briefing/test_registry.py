"""One model a page: the notebook's cell, the command line and the help say what the model says."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from routes.briefing.checking import check
from routes.briefing.options import asked, option_name, plain_default
from routes.briefing.registry import MODELS, model_of, notebooks, parameters_cell
from routes.errors import ParameterError, UnknownNameError
from routes.views.wording import Wording

each = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.notebook)


def cells(root, model):
    path = root / "notebooks" / model.notebook
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@each
def test_the_cell_of_the_notebook_has_names_order_defaults_and_help_of_the_model(root, model):
    (cell,) = [c for c in cells(root, model) if "parameters" in c["metadata"].get("tags", [])]
    source = "".join(cell["source"])
    lines, body = source.splitlines(), ast.parse(source).body
    assert all(isinstance(node, ast.Assign) and len(node.targets) == 1 for node in body)
    found = [
        (node.targets[0].id, ast.literal_eval(node.value), lines[node.lineno - 2]) for node in body
    ]
    assert found == [
        (name, plain_default(field), f"# {field.description}")
        for name, field in model.model_fields.items()
    ]
    # Nothing else stands there.
    assert len(lines) == 2 * len(body)
    assert source == parameters_cell(model)


@each
def test_the_defaults_are_valid_and_survive_the_way_through_json(model):
    plain = {name: plain_default(field) for name, field in model.model_fields.items()}
    made = check(model, plain)
    assert made == check(model, {})
    assert check(model, json.loads(json.dumps(made.model_dump(mode="json")))) == made


@each
def test_every_parameter_has_help_a_metavar_and_an_option_of_its_own(model):
    fields = model.model_fields
    assert all(field.description for field in fields.values())
    assert all(asked(field).metavar != "X" for field in fields.values())
    options = [option_name(name, field) for name, field in fields.items()]
    assert len(set(options)) == len(options)


@each
def test_a_model_has_a_heading_on_the_index_and_parts_for_the_check(model):
    assert Wording("en").say(f"index.group.{model.kind}")
    parts = check(model, {}).parts
    assert (parts[0], parts[-1]) == ("headline", "footer")
    assert set(parts[1:-1]) <= set(model.sections)


def test_kinds_and_notebooks_are_named_once():
    assert len({model.kind for model in MODELS}) == len(set(notebooks())) == len(MODELS)
    with pytest.raises(UnknownNameError, match="did you mean 'briefing"):
        model_of("breifing.ipynb")


def test_a_country_is_any_state_on_a_route_and_afghanistan_has_cultivation():
    country = model_of("10_country_profile.ipynb")
    assert check(country, {"iso3": "DEU"}).slug == "DEU"
    assert "cultivation" in check(country, {"iso3": "AFG"}).parts
    assert "cultivation" not in check(country, {"iso3": "UZB"}).parts
    for code in ("XKX", "QQQ", "uzb"):
        with pytest.raises(ParameterError, match=f"unknown State on a route '{code}'"):
            check(country, {"iso3": code})


def test_the_models_import_nothing_heavy():
    code = (
        "import sys, routes.briefing.registry as r; [m().slug for m in r.MODELS]; "
        "print(sorted({'pandas', 'numpy', 'babel', 'matplotlib', 'pandera'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
