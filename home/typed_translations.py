"""
What translators type and send, made harmless before wagtail-localize keeps it.

It looks at the elements of a translation, and lets comments, declarations and instructions
pass as if they were words. Browsers end those earlier than its parser does: what then
follows would stand on a page as markup that nobody has looked at.
"""

import re
from typing import Any

from django.db.models.signals import pre_save
from django.utils.html import escape
from wagtail_localize.models import StringTranslation

# "<!", "<?" and an end tag without a name; every other "<" is looked at.
_UNSEEN = re.compile(r"<(?=[!?]|/(?![a-zA-Z]))")
# A passage has a few bold words and links. Looking at elements within elements by the
# thousand would end in an error.
MOST_TAGS = 400


def harmless(data: str) -> str:
    """
    Return a translation in which whatever is no element stays what was typed: words.

    >>> harmless("Kysy <b>ensin</b> <!--><img src=x>-->")
    'Kysy <b>ensin</b> &lt;!--><img src=x>-->'
    >>> harmless("<b>" * 401) == "&lt;b&gt;" * 401
    True
    """
    data = data.replace("\0", "")
    if data.count("<") > MOST_TAGS:
        return str(escape(data))
    return _UNSEEN.sub("&lt;", data)


def connect() -> None:
    """Look at every translation before it is saved: typed, or from a file."""
    pre_save.connect(_look, sender=StringTranslation, dispatch_uid="home_typed_translations")


def _look(instance: StringTranslation, **kwargs: Any) -> None:
    instance.data = harmless(instance.data)
