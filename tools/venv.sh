#!/usr/bin/env bash
# Make or renew the virtual environment: tools/venv.sh PYTHON FOLDER
set -euo pipefail
python=$1 venv=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Python 3.11 or newer is needed; $python is $("$python" --version 2>&1 || echo missing)" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing python3-venv"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  else
    echo "Python's venv module is missing: install the package python3-venv" >&2
    exit 1
  fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "setting up $venv (once)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv 2>/dev/null ||
  "$venv/bin/python" -m pip install --quiet uv
# Compiled at once: where PYTHONDONTWRITEBYTECODE is set, every process would compile pandas anew.
VIRTUAL_ENV=$PWD/$venv "$venv/bin/uv" pip install --quiet --compile-bytecode \
  --requirements requirements.lock
VIRTUAL_ENV=$PWD/$venv "$venv/bin/uv" pip install --quiet --no-deps --editable .
