# make test, make quick, make check: run the linters and the tests, then say how it went.
#
#   test.sh all      linters, tests on SQLite, on PostgreSQL all that these asked of the database,
#                    browser
#   test.sh quick    linters, tests on SQLite but for the slow ones (tests/tally.py)
#   test.sh check    linters
#
# Every step runs even when an earlier one failed; the last lines sum up. ARGS goes to pytest.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

MODE=$1
# As a shell reads them: ARGS='-k "enrol and not full"' is two words.
eval "args=(${ARGS:-})"
started=$SECONDS
summary=()
unsteady=()
failures=0

# --- What the tests need ---------------------------------------------------
need_python
need_command xgettext gettext "finds and compiles the interface strings"
if [ "$MODE" != check ]; then
  need_command pdftotext poppler-utils "reads certificates back"
  # Search is tested with and without them.
  ldconfig -p | grep -q libvoikko || need libvoikko1 "leads Finnish words back to their base"
  [ -d /usr/lib/voikko ] || need voikko-fi "the Finnish words of the one before"
  need_command qpdf qpdf "checks that certificates are sound PDF files"
  need_command softhsm2-util softhsm2 "a token in software, which signs certificates in tests"
fi
if [ "$MODE" = all ]; then
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    need chromium "the browser of the browser tests"
  [ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] ||
    need_command initdb postgresql "the database server of the PostgreSQL tests"
fi
install_missing
install_pins base dev
compile_messages

python=.venv/bin/python
work=$(mktemp -d)
# The database server runs as another user and must reach its folder in here.
chmod 711 "$work"
site=
cleanup() {
  [ -z "$site" ] || { kill "$site" && wait "$site"; } 2>/dev/null || true
  [ ! -d "$work/postgres" ] || $python -m tests.postgres stop "$work/postgres" || true
  rm -rf "$work"
}
trap cleanup EXIT
# An exit of its own, or bash would leave half way through the cleaning.
trap 'exit 130' INT TERM HUP
mkdir "$work/data"
# Each process of each suite would compile every test anew.
unset PYTHONDONTWRITEBYTECODE
# For manage.py; pytest settles its own environment (tests/environment.py).
export TESTING=1 DEMO=0 DEBUG=0 SECRET_KEY=known-to-everybody BASE_URL=http://testserver \
  ALLOWED_HOSTS=testserver DATABASE_URL='' DATA_DIR="$work/data" TEST_SCRATCH="$work"

# --- Steps -----------------------------------------------------------------
# step NAME COMMAND... : run it, and note how it went.
step() {
  local name=$1 began=$SECONDS result=ok
  shift
  title "$name"
  "$@" || result=FAILED
  [ $result = ok ] || failures=$((failures + 1))
  summary+=("$(printf '  %-46s %-6s %5d s' "$name" $result $((SECONDS - began)))")
}

linters() {
  step "ruff check" .venv/bin/ruff check --quiet .
  step "ruff format" .venv/bin/ruff format --check --quiet .
  step "mypy" .venv/bin/mypy
  step "layers (import-linter)" .venv/bin/lint-imports --no-logo
  step "migrations are complete" $python manage.py makemigrations --check --dry-run
  step "translations" $python manage.py check_translations
}

# In the background: SQLite's migrated template, then the demo for the browser tests. The
# linters need one processor only.
prepare() {
  {
    $python -m tests.databases && touch "$work/migrated" &&
      exec $python -m tests.browser.serving "$work/site"
  } >"$work/site.log" 2>&1 &
  site=$!
}

# until_there FILE : wait for what the background makes; when that ends first, say its words.
until_there() {
  until [ -e "$1" ]; do
    kill -0 "$site" 2>/dev/null || { cat "$work/site.log" && return 1; }
    sleep 0.2
  done
}

# One migrated template for each engine.
templates() {
  TEST_DATABASE_URL=$postgres $python -m tests.databases && until_there "$work/migrated"
}

browser_tests() {
  local again
  until_there "$work/site/site.json" || return 1
  TEST_SITE="$work/site" suite browser -n 2 && return
  # A browser, the site and another browser share two processors: a few tests may have waited
  # in vain. They have one more try, on a site of their own, and are named at the end.
  mapfile -t again < <($python -c 'import json, sys
print(*json.load(open(sys.argv[1]))["again"], sep="\n", end="")' "$work/browser.json")
  [ ${#again[@]} -gt 0 ] && [ ${#args[@]} = 0 ] || return 1
  title "browser tests, once more: ${again[*]}"
  kill "$site" && wait "$site" || true
  $python -m tests.browser.serving "$work/again" >"$work/site.log" 2>&1 &
  site=$!
  until_there "$work/again/site.json" || return 1
  TEST_SITE="$work/again" suite browser-again "${again[@]}" || return 1
  unsteady=("${again[@]}")
}

# Which tests PostgreSQL is spared, since others send it the same (tests/statements.py). Who
# names tests wants these on both. One word, or pytest takes the file for a folder of tests.
spared=()
[ "$MODE" != all ] || [ ${#args[@]} -gt 0 ] || spared=("--spared=$work/spared.txt")

# suite PART[-NAME] OPTIONS... : one run of pytest. Its output is kept for the summary.
suite() {
  local part=$1 status=0 colour=()
  shift
  [ ! -t 1 ] || colour=(--color=yes)
  $python -m pytest -p tests.tally --part="${part%%-*}" --tally-to="$work/$part.json" \
    "${colour[@]}" "$@" "${args[@]}" 2>&1 | tee "$work/$part.log" || status=$?
  # ARGS may well choose no test of one part.
  [ $status = 5 ] && [ ${#args[@]} -gt 0 ] && status=0
  return $status
}

# number PART KEY : how many tests of this part ran.
number() {
  $python -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
    "$work/$1.json" "$2" 2>/dev/null || echo 0
}

same_number_on_both() {
  local sqlite postgres_ran left
  sqlite=$(number core database)
  postgres_ran=$(number database database)
  left=$(number database spared)
  say "Database tests that ran: $sqlite on SQLite, $postgres_ran on PostgreSQL, where others ask" \
    "what $left more would."
  [ $((postgres_ran + left)) -ge "$sqlite" ]
}

# The last line names what this machine could not run.
left_out() {
  [ "$MODE" = check ] || $python -m tests.schema
}

[ "$MODE" != all ] || prepare
linters
if [ "$MODE" = all ]; then
  postgres=$($python -m tests.postgres start "$work/postgres")
  step "test databases, migrated from nothing" templates
fi
if [ "$MODE" = quick ]; then
  step "quick tests on SQLite" suite core -n 2 --dist worksteal --quick -m "not slow and not long" --hypothesis-profile=quick
elif [ "$MODE" = all ]; then
  step "tests on SQLite" suite core -n 2 --dist worksteal "${spared[@]}"
fi
if [ "$MODE" = all ]; then
  TEST_DATABASE_URL=$postgres step "database tests on PostgreSQL" suite database \
    -n 2 --dist worksteal "${spared[@]}"
  step "PostgreSQL is asked all that SQLite is" same_number_on_both
  step "browser tests" browser_tests
fi

# --- Summary ---------------------------------------------------------------
title "Summary"
printf '%s\n' "${summary[@]}"
if [ "$MODE" != check ]; then
  say "" "  SQLite:     $(number core ran) tests ran, $(number core database) of them ask the database"
fi
if [ "$MODE" = all ]; then
  say "  PostgreSQL: $(number database ran) tests ran, $(number database spared) are spared as others ask the same" \
    "  Browser:    $(number browser ran) tests ran"
fi
say ""
for part in core database browser browser-again; do
  [ ! -f "$work/$part.log" ] || tail -n 1 "$work/$part.log"
done
[ ${#unsteady[@]} = 0 ] || printf '  UNSTEADY, passed only when tried again: %s\n' "${unsteady[@]}"
minutes="$(((SECONDS - started) / 60)) min $(((SECONDS - started) % 60)) s"
if [ $failures -gt 0 ]; then
  say "" "FAILED: $failures of ${#summary[@]} steps, in $minutes"
  left_out
  exit 1
fi
say "" "OK: all ${#summary[@]} steps passed, in $minutes"
left_out
