"""People, organisations and their memberships."""

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from wagtail.users.models import UserProfile

from accounts.addresses import count_as_confirmed
from accounts.groups import EDITORS
from accounts.models import Membership, Organisation, User

PASSWORD = "kissa kävelee katolla"


class UserFactory(DjangoModelFactory):
    """A person with official names; no password, tests sign in by `force_login`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"oppija{n}@esimerkki.fi")
    first_name = factory.Sequence(lambda n: f"Aino{n}")
    last_name = "Oppija"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class AccountHolderFactory(UserFactory):
    """A person who signs in by the form: has PASSWORD, and the address is confirmed."""

    password = PASSWORD

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        user = super()._create(model_class, *args, **kwargs)
        count_as_confirmed(user)
        return user


class AdministratorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"yllapito{n}@esimerkki.fi")
    is_staff = True
    is_superuser = True


class EditorFactory(UserFactory):
    """An editor of the whole site; `admin_language`: what they chose for the administration."""

    @classmethod
    def _create(cls, model_class, *args, admin_language="", **kwargs):
        user = super()._create(model_class, *args, **kwargs)
        user.groups.add(Group.objects.get(name=EDITORS))
        if admin_language:
            UserProfile.objects.create(user=user, preferred_language=admin_language)
        return user


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    key = factory.Sequence(lambda n: f"organisaatio-{n}")
    kind = Organisation.Kind.POLYTECHNIC
    name_fi = factory.Sequence(lambda n: f"Ammattikorkeakoulu {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Membership.Role.STUDY_STAFF
