"""
allauth's forms in our words.

Labels instead of placeholders, autocomplete for whoever types with difficulty, and one
field for a new password: a slip is mended by the code that we mail, not by typing twice.
"""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.unclaimed import find_unclaimed, keep_password

PASSWORD_HELP = _("At least 12 characters. Four or five words in a row are easy to remember.")


def _address(**options: Any) -> forms.EmailField:
    autocomplete = options.pop("autocomplete", "email")
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
    return forms.EmailField(label=_("E-mail address"), widget=widget, **options)


def _reword(field: forms.Field, label: Any, help_text: Any = "") -> None:
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    """Address and password, and whether to stay signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address(autocomplete="username", max_length=254)
        self.order_fields(["login", "password", "remember"])
        _reword(self.fields["password"], _("Password"))
        _reword(
            self.fields["remember"],
            _("Keep me signed in on this device"),
            _("For two weeks. Do not choose this on a shared device."),
        )

    def clean_login(self) -> str:
        """Addresses are kept in lower case."""
        return self.cleaned_data["login"].lower()


class SignUpForm(allauth_forms.SignupForm):
    """An address and a password; everything else is asked when it is needed."""

    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address(
            max_length=254, help_text=_("We send a code there to see that it is yours.")
        )
        self.order_fields(["email", "password1"])
        _reword(self.fields["password1"], _("Password"), PASSWORD_HELP)

    def save(self, request: HttpRequest) -> Any:
        """Make the account."""
        with transaction.atomic():
            return super().save(request)

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account; who loses a race for one address is treated as who came late."""
        if self.account_already_exists:
            return self._go_on(request)
        try:
            return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return self._go_on(request)

    def _go_on(self, request: HttpRequest) -> Any:
        """Mail a code to who never confirmed the address; tell others that they have an account."""
        # Hashed even if it is of no use: a quick answer would tell that the address is known.
        hashed = make_password(self.cleaned_data["password1"])
        person = find_unclaimed(self.cleaned_data["email"])
        if person is None:
            return super().try_save(request)
        keep_password(request, person, hashed, (get_language() or "fi")[:2])
        return person, None


class NewAddressForm(allauth_forms.AddEmailForm):
    """The address to change to."""

    email = _address(max_length=254, help_text=_("We send a code there to see that it is yours."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


def _code() -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Nine digits, such as 123-456-789."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class AddressCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that was mailed to a new address."""

    code = _code()


class ResetCodeForm(allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that was mailed to whoever forgot the password."""

    code = _code()


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """The address of the account."""

    email = _address(max_length=254)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The password now, and the new one."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["oldpassword"], _("Current password"))
        _reword(self.fields["password1"], _("New password"), PASSWORD_HELP)


class FirstPasswordForm(allauth_forms.SetPasswordForm):
    """A password for an account that has none."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password1"], _("New password"), PASSWORD_HELP)


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """A new password in place of a forgotten one."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password1"], _("New password"), PASSWORD_HELP)


class PasswordAgainForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password"], _("Password"))
