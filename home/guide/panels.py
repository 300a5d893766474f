"""Help on the form: closed until it is asked for, with the way to the guide."""

from typing import Any

from wagtail.admin.panels import HelpPanel

from home.guide.in_place import ADVICE


class GuidePanel(HelpPanel):
    """What to remember while writing a thing of this kind; see `home.guide.in_place`."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(**{"template": "wagtailadmin/guide/panel.html"} | kwargs)
        self.kind = kind

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep the kind."""
        return super().clone_kwargs() | {"kind": self.kind}

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel on one form."""

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give the words."""
            advice = ADVICE[self.panel.kind]
            return super().get_context_data(parent_context) | {"advice": advice}
