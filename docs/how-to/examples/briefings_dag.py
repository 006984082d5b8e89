"""Briefings by Airflow: papermill runs the notebook of a route, nbconvert makes the page of it."""

import datetime as dt
import os

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

HOME = os.environ.get("ROUTES_HOME", "/srv/opiate-routes")
RUNS = os.environ.get("ROUTES_RUNS", "/srv/briefing-runs")
SITE = os.environ.get("ROUTES_SITE", "/srv/briefings")

# The exporter refuses a notebook with a failed cell. The page appears whole: `mv` in one folder.
PAGE = """
set -e
scratch=$(mktemp -d -p "$SITE")
trap 'rm -rf "$scratch"' EXIT
"$HOME/.venv/bin/jupyter" nbconvert --to briefing --output-dir "$scratch" "$RUNS/$ROUTE.ipynb"
mv "$scratch/$ROUTE.html" "$SITE/"
"""

with DAG(
    "briefings",
    schedule="0 3 1 * *",
    start_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "execution_timeout": dt.timedelta(minutes=10)},
) as dag:
    for route in ("northern", "balkan", "southern"):
        run = PapermillOperator(
            task_id=f"run_{route}",
            input_nb=f"{HOME}/notebooks/briefing.ipynb",
            output_nb=f"{RUNS}/{route}.ipynb",
            # Checked by the notebook itself: a name it does not know stops the run.
            parameters={"route": route, "as_of": "{{ dag_run.run_after | ds }}"},
            kernel_name="opiate-routes",
        )
        page = BashOperator(
            task_id=f"page_{route}",
            bash_command=PAGE,
            env={"HOME": HOME, "RUNS": RUNS, "SITE": SITE, "ROUTE": route},
        )
        run >> page
