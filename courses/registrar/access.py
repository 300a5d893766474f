"""Who may open the register's screens, and the group that lets them into the admin."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_delete, post_save

from accounts.models import Membership, User

STUDY_STAFF = "Study staff"
# What they may open there; the scope of each screen is its own affair.
ROOMS = (
    "completion_list",
    "completion_list_results",
    "courserun:",
    "programmerun:",
    "run:",
    "register:",
    "listprofile:",
    "training:",
    "dashboard:",
)


def reads_register(user: User) -> bool:
    """Whether this person is an administrator, or study staff or a teacher somewhere."""
    if user.is_superuser:
        return True
    if not hasattr(user, "_reads_register"):
        # Asked several times a page: the menu, the view.
        user._reads_register = Membership.objects.filter(
            user=user, role__in=Membership.STAFF_ROLES
        ).exists()
    return bool(user._reads_register)


def connect() -> None:
    """Let whoever becomes study staff or a teacher into the admin, and no longer than that."""
    post_save.connect(_membership_changed, sender=Membership, dispatch_uid="courses_staff_in")
    post_delete.connect(_membership_changed, sender=Membership, dispatch_uid="courses_staff_out")


def ensure_groups() -> Group:
    """Return the group of study staff, made where it is missing; it opens the admin, no more."""
    group, _created = Group.objects.get_or_create(name=STUDY_STAFF)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return group


def _membership_changed(sender: Any, instance: Membership, **kwargs: Any) -> None:
    if kwargs.get("raw"):
        return
    user = instance.user
    if Membership.objects.filter(user=user, role__in=Membership.STAFF_ROLES).exists():
        user.groups.add(ensure_groups())
    else:
        user.groups.remove(*user.groups.filter(name=STUDY_STAFF))
    # Shows the way to the admin in the page's header; permissions open it.
    User.objects.filter(pk=user.pk).update(is_staff=user.is_superuser or user.groups.exists())
