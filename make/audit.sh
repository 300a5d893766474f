# make audit: settings unfit for production, packages that do not fit each other, known holes
# in the pinned ones (asks the package index about each), barriers, HTML and weight of every
# page, Lighthouse, the whole corpora of hostile strings and files, faults a hundred times, and
# what the main pages and the large reports cost. The report is written to docs/audit.md, to
# be committed. It takes hours; ARGS="weight markup" runs only those parts and leaves the others.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

# Tools of the audit alone; they look at the site from outside.
LIGHTHOUSE=lighthouse@12.8.2
VALIDATOR=vnu-jar@26.9.27
tools=var/audit-tools

need_python
need_command msgfmt gettext "compiles the texts in Finnish and Swedish"
need_command npm npm "fetches Lighthouse and the HTML validator"
need_command java default-jre-headless "runs the HTML validator"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
  need chromium "the browser that pages are looked at in"
install_missing
install_pins base dev
compile_messages
if [ ! -d "$tools/node_modules/lighthouse" ] || [ ! -d "$tools/node_modules/vnu-jar" ]; then
  npm install --silent --no-audit --no-fund --no-save --prefix "$tools" "$LIGHTHOUSE" "$VALIDATOR"
fi

.venv/bin/python -m tests.audit "$tools" docs/audit.md $ARGS
