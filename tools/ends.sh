#!/usr/bin/env bash
# Run the quick tests with the lowest versions that pyproject.toml allows: tools/ends.sh UV FOLDER
# The newest are those of requirements.lock, with which everything else is tested.
set -euo pipefail
uv=$1 venv=$2

mark="$venv/.ready"
if [ ! -e "$mark" ] || [ requirements-lowest.lock -nt "$mark" ]; then
  echo "setting up $venv with the lowest versions (once)"
  "$uv" venv --quiet --clear "$venv"
  VIRTUAL_ENV=$PWD/$venv "$uv" pip install --quiet --compile-bytecode \
    --requirements requirements-lowest.lock
  VIRTUAL_ENV=$PWD/$venv "$uv" pip install --quiet --no-deps --editable .
  touch "$mark"
fi

# Old packages warn of each other: warnings are errors at the newest end only.
"$venv/bin/python" -m pytest -q -o filterwarnings=default -p no:cacheprovider -n 2 \
  -m "not slow and not browser" $(grep -v '^#' tools/ends.txt)
