# make bench: queries and CPU of the main pages, on a database of its own.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

need_python
need_command msgfmt gettext "compiles the texts in Finnish and Swedish"
install_missing
install_pins base dev
compile_messages
.venv/bin/python -m tests.bench
