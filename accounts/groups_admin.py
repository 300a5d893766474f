"""Groups in Wagtail's admin, by the names that their readers know."""

from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.views import groups

from accounts.groups import in_words


class GroupIndexView(groups.IndexView):
    """Wagtail's list. A group's row keeps its name: migrations and code know it by that."""

    columns = [
        TitleColumn(
            "name",
            accessor=in_words,
            label=groups.IndexView.columns[0].label,
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        )
    ]


class GroupEditView(groups.EditView):
    """Wagtail's form of a group. Its field holds the name as it is in the table."""

    def get_page_subtitle(self) -> str:
        """Name the group above its form."""
        return in_words(self.object)


class GroupViewSet(groups.GroupViewSet):
    """Wagtail's groups with our views."""

    index_view_class = GroupIndexView
    edit_view_class = GroupEditView
