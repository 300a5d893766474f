"""
A mypy plugin: a member of Django's TextChoices or IntegerChoices is of its class.

Django carries no types, so mypy takes `OPEN = "open", _("Open")` for the tuple that is
written there. The stubs for all of Django would say it right, and much else wrong for
Wagtail's models; this is the one thing that we need of them.
"""

from collections.abc import Callable

from mypy.nodes import MemberExpr, NameExpr, TypeInfo
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

CHOICES = {"TextChoices", "IntegerChoices"}


class ChoicesPlugin(Plugin):
    def get_class_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        class_name, _, member = fullname.rpartition(".")
        found = self.lookup_fully_qualified(class_name)
        info = found.node if found else None
        if not isinstance(info, TypeInfo) or member not in info.names:
            return None
        bases = info.defn.base_type_exprs
        if not any(
            isinstance(base, NameExpr | MemberExpr) and base.name in CHOICES for base in bases
        ):
            return None
        return lambda context: Instance(info, [])


def plugin(_version: str) -> type[Plugin]:
    return ChoicesPlugin
