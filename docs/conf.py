"""The site in docs/: `make docs`. Nothing in it is fetched from anywhere."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = PROJECT["name"]
author = copyright = "opiate-routes developers"  # noqa: A001 - Sphinx's name
version = release = PROJECT["version"]
html_title = project
html_short_title = project

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "myst_nb",
    "sphinx_copybutton",
    # Ours: each writes pages before the others are read.
    "tutorials",
    "tables",
    "api",
]
exclude_patterns = ["_build", "**/.ipynb_checkpoints"]
source_suffix = {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}

# Links that lead nowhere are errors (make docs turns warnings into them). Types in signatures
# name classes of pandas and others, whose pages lie on the web. What a folder of the library hands
# only to other folders has no page (`_ext/api.py` lists what has).
nitpicky = True
nitpick_ignore_regex = [("py:class", ".*"), ("py:obj", r"routes\.\w+\..+")]
default_role = "known"

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "substitution"]
myst_heading_anchors = 4
myst_substitutions = {"version": version}

# The extension `tutorials` runs what is not in the cache, notebooks beside each other. ROUTES_DOCS
# names those to run, such as "0[67]*"; "none" leaves all without outputs, for a look at the words.
nb_execution_mode = "cache"
tutorials_run = os.environ.get("ROUTES_DOCS", "*")
nb_execution_timeout = 180
nb_execution_raise_on_error = True
# Nothing from a content network: a widget shows what it falls back on.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]
nb_render_image_options = {"width": "100%"}
nb_merge_streams = True

autosummary_generate = True
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

copybutton_exclude = ".linenos, .gp, .go"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_search_summary = False  # it would fetch each page, which a browser forbids from a disk
html_theme_options = {
    "logo": {"text": project},
    "icon_links": [],
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navigation_depth": 2,
    "show_nav_level": 1,
    "show_toc_level": 1,
    "header_links_before_dropdown": 6,
    "navigation_with_keys": False,
    "secondary_sidebar_items": {"**": ["page-toc"], "index": [], "report-coverage": []},
    "footer_start": ["disclaimer"],
    "footer_end": [],
    "back_to_top_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto"}
html_sidebars = {"index": [], "report-coverage": []}
templates_path = ["_templates"]
