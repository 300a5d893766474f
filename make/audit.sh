# make audit: settings unfit for production, packages that do not fit each other, and known
# holes in the pinned ones (asks the package index about each).

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

need_python
install_missing
install_pins base dev

title "packages fit each other"
.venv/bin/python -m pip check

title "settings of a production server"
env DEMO=0 DEBUG=0 TESTING=0 BEHIND_PROXY=1 SECRET_KEY="$(head -c 60 /dev/urandom | base64 -w0)" \
  BASE_URL=https://koulutus.example ALLOWED_HOSTS=koulutus.example EMAIL_URL=smtp://localhost \
  .venv/bin/python manage.py check --deploy --fail-level WARNING

title "known holes in the pinned packages"
.venv/bin/uv tool run pip-audit --require-hashes --disable-pip -r requirements/base.txt
