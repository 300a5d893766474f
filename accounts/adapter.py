"""What allauth asks of us."""

import smtplib
from collections.abc import Iterable
from email.mime.base import MIMEBase
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.limits import answer_too_many
from accounts.mail_html import with_html
from accounts.mailing import MailNotSentError
from accounts.models import User
from accounts.password_tries import password_tries
from accounts.unclaimed import drop_kept_password, write_kept_password


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in in our words and languages, and with our answers to trouble."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The address or the password is wrong. Check both."),
        "email_taken": _("Another account uses this address."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("The code is not right. Copy it from the newest message."),
        "incorrect_password": _("The password is not right."),
        "rate_limited": _("You have just asked for a code. Wait a moment for the message."),
        "too_many_login_attempts": _(
            "Too many tries. Wait a moment and begin again; you get a new code."
        ),
    }

    def clean_email(self, email: str) -> str:
        """Refuse an address that no mail server can be asked about (its domain is no name)."""
        email = super().clean_email(email)
        try:
            email.rpartition("@")[2].encode("idna")
        except UnicodeError:
            raise ValidationError(_("Check the part of the address after @.")) from None
        return email

    def is_safe_url(self, url: str | None) -> bool:
        """Lead on within the site alone; an address that cannot be read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # such as a host in brackets that never close
            return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Fill the new user from the sign-up form; the language is the one they read."""
        user.language = (get_language() or "fi")[:2]
        return super().save_user(request, user, form, commit)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 when there were too many wrong passwords, not an error at the form."""
        if wait := password_tries(request, credentials.get("email", "")).wait():
            raise ImmediateHttpResponse(answer_too_many(request, wait))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the wrong password."""
        password_tries(request, credentials.get("email", "")).count()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody who proved the mailbox and chose a new password begins anew."""
        password_tries(request, credentials.get("email", "")).clear()

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse | None:
        """Signing in with a password that one has: the one typed at a sign-up is of no use."""
        if not how["signup"]:
            drop_kept_password(request)
        return super().pre_login(request, user, **how)

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Mark the address as confirmed, and let the password hold that came with the code."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            write_kept_password(request, email_address)
        return confirmed

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session."""
        drop_kept_password(request)
        if user.last_login is None:
            # The session is tied to the password, which may have come with the code just now.
            user.refresh_from_db(fields=["password", "language"])
        super().login(request, user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The front page in the language that was being read."""
        return f"/{(get_language() or 'fi')[:2]}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's own details, where the message is shown."""
        return reverse("accounts:profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the person's own details, where the message is shown."""
        return reverse("accounts:profile")

    def send_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
        attachments: Iterable[MIMEBase] = (),
    ) -> None:
        """
        Send a message in its reader's language, with more headers and files where it needs them.

        Raises MailNotSentError when the mail server does not take it.
        """
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        with override(user.language if user else get_language()):
            written = context | self._addresses(email)
            message = self.render_mail(template_prefix, email, written, headers)
        for file in attachments:
            message.attach(file)
        try:
            message.send()
        except (smtplib.SMTPException, OSError) as error:
            raise MailNotSentError from error

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """
        Write the text, and the HTML part after it.

        The headers say that a machine wrote it: no out-of-office replies then.
        """
        headers = {"Auto-Submitted": "auto-generated"} | (headers or {})
        return with_html(super().render_mail(template_prefix, email, context, headers))

    def _addresses(self, email: str) -> dict[str, str]:
        # Built from our own address, not from the request's Host header, and in the active
        # language: that of the reader of the message.
        return {
            "email": email,
            "site_url": f"{settings.BASE_URL}/{(get_language() or 'fi')[:2]}/",
            "signup_url": f"{settings.BASE_URL}{reverse('account_signup')}",
            "password_reset_url": f"{settings.BASE_URL}{reverse('account_reset_password')}",
        }
