# Shared by the scripts beside it: what to say, what the system must have, and
# the virtual environment. Sourced from the project's folder, by bash.

set -euo pipefail
umask 022

# One line for each argument.
say() { printf '%s\n' "$@"; }
title() { printf '\n== %s ==\n' "$*"; }
fail() { printf '\nStopped: %s\n' "$*" >&2; exit 1; }

# --- System packages -------------------------------------------------------
# need PACKAGE REASON... : remember a Debian package that is missing.
missing=()
reasons=()
need() {
  missing+=("$1")
  reasons+=("  $1: ${*:2}")
}

need_command() {
  local command=$1
  shift
  command -v "$command" >/dev/null 2>&1 || need "$@"
}

# Install what was remembered: as root, by sudo, or not at all but with the
# one command line that does it.
install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  say "This machine lacks some Debian packages:"
  printf '%s\n' "${reasons[@]}"
  local install="apt-get install -y --no-install-recommends ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    # Without a terminal sudo may not ask for a password.
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      fail "these packages need root. Run this line, then the same make again:
  sudo sh -c 'apt-get update && $install'"
    fi
  fi
  command -v apt-get >/dev/null || fail "there is no apt-get here; install by hand: ${missing[*]}"
  say "Installing them with apt-get."
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086  # the words of $install are the arguments
  if ! { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $install; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get did not succeed; its last lines are above. The command was: $install"
  fi
  rm -f "$log"
  missing=()
  reasons=()
}

# --- Python ----------------------------------------------------------------
# The pins are resolved for Python 3.11 and later.
find_python() {
  local candidate
  for candidate in python3.11 python3 python3.12 python3.13; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

need_python() {
  local python
  if ! python=$(find_python); then
    need python3 "the language of the platform (3.11 or later)"
    need python3-venv "makes the virtual environment in .venv/"
  elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    need python3-venv "makes the virtual environment in .venv/"
  fi
}

# install_pins base [dev] : .venv/ holds exactly these pins. A stamp with the
# checksum of the pins keeps the second run from asking pip at all.
install_pins() {
  local python set_name stamp
  if ! .venv/bin/python -c 'import pip' >/dev/null 2>&1; then
    python=$(find_python) || fail "Python 3.11 or later is not here."
    say "Making the virtual environment in .venv/."
    rm -rf .venv
    "$python" -m venv .venv
  fi
  for set_name in "$@"; do
    stamp=.venv/.installed-$set_name
    if ! sha256sum --status --check "$stamp" 2>/dev/null; then
      say "Installing the pinned packages of requirements/$set_name.txt."
      .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes -r "requirements/$set_name.txt"
      sha256sum "requirements/$set_name.txt" >"$stamp"
    fi
  done
  # Where manage.py keeps its data; SQLite makes the file but not the folder.
  mkdir -p var
}

# --- Doing things once -----------------------------------------------------
# checksum PATH... : one checksum over the files below these paths, names included.
checksum() {
  local path existing=()
  for path in "$@"; do
    [ -e "$path" ] && existing+=("$path")
  done
  [ ${#existing[@]} -gt 0 ] || { echo none; return 0; }
  find "${existing[@]}" -type f ! -name '*.mo' ! -name '*.pyc' -print0 | LC_ALL=C sort -z |
    xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# once STAMP SUM COMMAND... : run the command unless it already ran for this checksum.
once() {
  local stamp=$1 sum=$2
  shift 2
  [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return 0
  mkdir -p "$(dirname "$stamp")"
  "$@"
  printf '%s\n' "$sum" >"$stamp"
}

# Only what is newer than its compiled form; gettext also finds a translation whose
# %(name)s differs from the original's.
compile_messages() {
  local source compiled
  find . -path ./.venv -prune -o -path ./var -prune -o -name '*.po' -print | while read -r source; do
    compiled=${source%.po}.mo
    [ "$compiled" -nt "$source" ] || msgfmt --check-format -o "$compiled" "$source"
  done
}
