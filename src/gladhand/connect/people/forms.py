"""The forms of the account pages, and the texts about what is wrong with them."""

from collections.abc import Mapping

from gladhand.auth.people.emails import is_email
from gladhand.auth.people.passwords import LEAST_CHARACTERS, MOST_CHARACTERS
from gladhand.auth.people.problems import PasswordFlaw
from gladhand.connect.language import _
from gladhand.connect.pages.forms import Field, PageForm

_LONGEST_EMAIL = 254


def sign_in_form() -> PageForm:
    return PageForm(fields=[_email_field(), _password_field(_("Password"), "current-password")])


def register_form() -> PageForm:
    return PageForm(fields=[_email_field(), _new_password_field()])


def forgotten_form() -> PageForm:
    return PageForm(fields=[_email_field()])


def new_password_form() -> PageForm:
    return PageForm(fields=[_new_password_field()])


def password_form() -> PageForm:
    return PageForm(fields=[_password_field(_("Password"), "current-password")])


def code_form() -> PageForm:
    help_text = _("The six digits that your app shows, or one of your recovery codes.")
    return PageForm(
        fields=[Field("code", _("Code"), help=help_text, autocomplete="one-time-code", max_length=40, code=True)]
    )


def errors_of(form: PageForm, values: Mapping[str, str]) -> dict[str, str]:
    """The errors that the form itself can find."""
    errors = form.errors(values)
    if "email" not in errors and "email" in values and not is_email(values["email"].strip()):
        errors["email"] = _("Please enter an e-mail address like name@example.com.")
    return errors


def flaw_text(flaw: PasswordFlaw) -> str:
    match flaw:
        case PasswordFlaw.TOO_SHORT:
            return _("At least %d characters, please.") % LEAST_CHARACTERS
        case PasswordFlaw.TOO_LONG:
            return _("At most %d characters, please.") % MOST_CHARACTERS
        case PasswordFlaw.COMMON:
            return _("Many people use this password. Please choose another one.")
        case PasswordFlaw.LIKE_EMAIL:
            return _("Please choose a password that is not your e-mail address.")


def _email_field() -> Field:
    return Field("email", _("E-mail"), type="email", autocomplete="username", max_length=_LONGEST_EMAIL)


def _password_field(label: str, autocomplete: str, help_text: str = "") -> Field:
    return Field("password", label, type="password", help=help_text, autocomplete=autocomplete)


def _new_password_field() -> Field:
    help_text = _("At least %d characters, please.") % LEAST_CHARACTERS
    return _password_field(_("New password"), "new-password", help_text)
