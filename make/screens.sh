# make screens: pictures of the demo's pages in var/screens/, for looking at.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

need_python
need_command msgfmt gettext "compiles the texts in Finnish and Swedish"
need_command chromium chromium "takes the pictures"
install_missing
install_pins base dev
compile_messages
.venv/bin/python -m tests.browser.screens var/screens
