# make audit: settings unfit for production, packages that do not fit each other, known holes
# in the pinned ones (asks the package index about each), and what the main pages and the
# large reports cost. The report is written to docs/audit.txt, to be committed.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

need_python
need_command msgfmt gettext "compiles the texts in Finnish and Swedish"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
  need chromium "the browser that hostile questions are drawn in"
install_missing
install_pins base dev
compile_messages

exec > >(tee docs/audit.txt) 2>&1
say "Audit of $(git log -1 --format=%h) on $(date -u +%d.%m.%Y)"

title "packages fit each other"
.venv/bin/python -m pip check

title "settings of a production server"
env DEMO=0 DEBUG=0 TESTING=0 BEHIND_PROXY=1 SECRET_KEY="$(head -c 60 /dev/urandom | base64 -w0)" \
  BASE_URL=https://koulutus.example ALLOWED_HOSTS=koulutus.example EMAIL_URL=smtp://localhost \
  .venv/bin/python manage.py check --deploy --fail-level WARNING

title "known holes in the pinned packages"
.venv/bin/uv tool run pip-audit --require-hashes --disable-pip -r requirements/base.txt

title "whole corpora of hostile strings and files"
.venv/bin/python -m pytest -m long -n 2 --dist worksteal -q

title "queries and processor time"
.venv/bin/python -m tests.bench
