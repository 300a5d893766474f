# make messages: gather the interface strings of the code into locale/, then say what is untranslated.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/common.sh

need_python
need_command xgettext gettext "finds the interface strings in the code"
install_missing
install_pins base

# Any values do: nothing is read or stored but locale/.
export SECRET_KEY=${SECRET_KEY:-unused} BASE_URL=${BASE_URL:-http://localhost} TESTING=1
.venv/bin/python manage.py check_translations --gather
say "Gathered. Translate what is empty or fuzzy in locale/*/LC_MESSAGES/*.po:"
.venv/bin/python manage.py check_translations
