# make demo: set up what the demo needs and serve it.
#
#   PORT=8000   the port on 127.0.0.1
#   SERVE=1     0 prepares everything and stops there
#
# A second run finds everything in place and changes nothing.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

PORT=${PORT:-8000}
SERVE=${SERVE:-1}
# Wins over the one in .env, which may be of another port.
export BASE_URL="http://127.0.0.1:$PORT"

port_is_free() {
  .venv/bin/python - "$PORT" <<'PYTHON'
import socket
import sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(str(error))
PYTHON
}

# Random values, made once: a new SECRET_KEY would sign everybody out. A line that a later
# version needs is added to an older file.
write_env() {
  local secret='import secrets; print(secrets.token_urlsafe(48))'
  if [ ! -f .env ]; then
    say "Writing .env with secrets of this machine's own."
    (
      umask 077
      say "# Written by make demo: the settings of the demo on this machine." \
        "# KEY=value lines, readable by sh. Not for production (see .env.example)." >.env
    )
  fi
  env_default DEMO 1
  env_default DEBUG 0
  env_default BASE_URL "$BASE_URL"
  env_default ALLOWED_HOSTS 127.0.0.1,localhost
  grep -q '^SECRET_KEY=' .env || env_default SECRET_KEY "$(.venv/bin/python -c "$secret")"
  # The key that signs certificates lies with the rest of the demo's data.
  env_default PDF_SIGNING_KEY "'${DATA_DIR:-var}/demo-signing-key.p12'"
  grep -q '^PDF_SIGNING_PASSPHRASE=' .env ||
    env_default PDF_SIGNING_PASSPHRASE "$(.venv/bin/python -c "$secret")"
  local key='import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'
  grep -q '^IDENTITY_CODE_KEYS=' .env || env_default IDENTITY_CODE_KEYS "$(.venv/bin/python -c "$key")"
}

env_default() {
  grep -q "^$1=" .env || printf '%s=%s\n' "$1" "$2" >>.env
}

# The web server and the clock live and die together.
serve() {
  show_accounts
  say "Serving on $BASE_URL/ (Ctrl-C stops)."
  trap 'stop; exit 0' INT TERM HUP
  trap stop EXIT
  # Each in a process group of its own: Ctrl-C comes to this script alone, which stops both
  # once. The web server may hang when the terminal and the script stop it at the same time.
  set -m
  .venv/bin/granian --interface wsgi --host 127.0.0.1 --port "$PORT" --workers 1 \
    --blocking-threads 4 --no-ws --log-level warning config.wsgi:application &
  .venv/bin/python manage.py tick --every 20 &
  wait -n || true
  fail "the web server or the clock ended by itself; what it said is above."
}

stop() {
  local children child
  trap - INT TERM HUP EXIT
  set +m
  children=$(jobs -p)
  # shellcheck disable=SC2086  # one process id a word
  kill $children 2>/dev/null || true
  for _ in {1..50}; do
    [ -n "$(jobs -rp)" ] || return 0
    sleep 0.1
  done
  # A web server that is told to stop while its worker starts never does.
  for child in $children; do
    kill -KILL -- "-$child" 2>/dev/null || true
  done
}

show_accounts() {
  title "Työkykypolku"
  .venv/bin/python manage.py demo_accounts
}

need_python
need_command msgfmt gettext "compiles the texts in Finnish and Swedish"
install_missing
install_pins base
if [ "$SERVE" != 0 ]; then
  port_is_free || fail "port $PORT on 127.0.0.1 cannot be used; choose another: make demo PORT=8080"
fi

write_env
compile_messages
say "Migrating the database."
.venv/bin/python manage.py migrate --no-input -v0
.venv/bin/python manage.py make_demo_signing_key
say "Loading the demo."
.venv/bin/python manage.py load_demo
# The stamp lies among the files that it vouches for, so both go together.
mapfile -t static_folders < <(find . -maxdepth 2 -type d -name static -not -path './var/*')
once var/static/.collected "$(checksum "${static_folders[@]}" requirements/base.txt)" \
  .venv/bin/python manage.py collectstatic --no-input --clear -v0

if [ "$SERVE" = 0 ]; then
  show_accounts
  say "Ready. Serve it with: make demo"
else
  serve
fi
