"""
Sentences of Django and allauth that a learner meets, said again in our voice.

Nothing runs this: makemessages gathers it, and our catalogues win over the libraries' own,
whose Finnish and Swedish speak of fields and values.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

# django.forms and django.core.validators
gettext_noop("This field is required.")
gettext_noop("Enter a valid email address.")
gettext_noop("Enter a valid date.")
gettext_noop("Enter a valid value.")
gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
gettext_noop("Null characters are not allowed.")
gettext_noop("No file was submitted.")
gettext_noop("No file was submitted. Check the encoding type on the form.")
gettext_noop("The submitted file is empty.")
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)

# allauth.account
gettext_noop("The new value must be different from the current one.")
