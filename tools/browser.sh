#!/usr/bin/env bash
# Provide Chromium for the browser tests: use what is there, install Debian's as root,
# or say in one line that those tests will be skipped. In CI a missing browser is an error.
set -euo pipefail

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

find_browser >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Chromium for the browser tests (once)"
  if apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium fonts-noto-core >/dev/null; then
    find_browser >/dev/null && exit 0
  fi
fi
if [ -n "${CI:-}" ]; then
  echo "Chromium is missing and could not be installed; CI does not skip the browser tests" >&2
  exit 1
fi
echo "no Chromium and no right to install it: the browser tests will be skipped"
