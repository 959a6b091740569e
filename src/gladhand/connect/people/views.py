"""The pages with one form."""

from collections.abc import Sequence
from typing import Any

from fastapi import Response

from gladhand.auth.sessions.queries import SignedInPerson
from gladhand.connect.language import _
from gladhand.connect.pages.forms import PageForm
from gladhand.connect.pages.rendering import page
from gladhand.connect.people import paths
from gladhand.connect.people.account import PersonAccount
from gladhand.connect.people.forms import forgotten_form, new_password_form, register_form, sign_in_form
from gladhand.connect.people.other_ways import OtherWays
from gladhand.orgs.invitations.queries import Invitation


def form_page(
    account: PersonAccount,
    title: str,
    form: PageForm,
    *,
    path: str,
    button: str,
    texts: Sequence[str] = (),
    links: Sequence[tuple[str, str]] = (),
    form_target: str = "",
    template: str = "account_form.html",
    **more: Any,
) -> Response:
    """A page with one form, which is sent to its own path."""
    return page(
        account.visit,
        template,
        title=title,
        texts=texts,
        form=form,
        action=account.visit.link.url(path),
        button=button,
        links=links,
        page_path=path,
        form_target=form_target,
        status=422 if form.message or form.invalid_fields else 200,
        **more,
    )


def sign_in(
    account: PersonAccount, ways: OtherWays, form: PageForm | None = None, *, form_target: str = ""
) -> Response:
    link = account.visit.link
    links = [(paths.FORGOTTEN, _("Forgotten your password?"))]
    if paths.has_invitation(link):
        links.append((link.url(paths.REGISTER), _("I have no account yet")))
    return form_page(
        account,
        _("Sign in"),
        form or sign_in_form(),
        path=paths.SIGN_IN,
        button=_("Sign in"),
        links=links,
        form_target=form_target,
        template="sign_in.html",
        ways=ways,
        passkey_action=link.url(paths.PASSKEY_SIGN_IN),
        openid_path=link.url(paths.OPENID),
    )


def forgotten(account: PersonAccount, form: PageForm | None = None) -> Response:
    return form_page(
        account,
        _("Forgotten your password?"),
        form or forgotten_form(),
        path=paths.FORGOTTEN,
        button=_("Send link"),
        texts=[_("We send a link to this address, with which you set a new password.")],
        links=[(paths.SIGN_IN, _("Sign in"))],
    )


def new_password(account: PersonAccount, form: PageForm | None = None) -> Response:
    texts = [_("All browsers and applications will be signed out.")]
    return form_page(
        account,
        _("Set a new password"),
        form or new_password_form(),
        path=paths.NEW_PASSWORD,
        button=_("Set password"),
        texts=texts,
    )


def offered_role(account: PersonAccount, giver: str) -> Response:
    return form_page(
        account,
        _("%s gives you access") % giver,
        PageForm(),
        path=paths.ROLE,
        button=_("Accept"),
        texts=[_("If you accept, %s sees your e-mail address, your name, and when you sign in.") % giver],
    )


def register(account: PersonAccount, form: PageForm | None = None) -> Response:
    texts = [_("With an account you see at any time who gets which data of your fleet, and can pause or end it.")]
    return form_page(
        account,
        _("Create an account"),
        form or register_form(),
        path=paths.REGISTER,
        button=_("Create account"),
        texts=texts,
        links=[(account.visit.link.url(paths.SIGN_IN), _("I have an account"))],
    )


def add_fleet(account: PersonAccount, signed_in: SignedInPerson, invitation: Invitation) -> Response:
    texts = [
        _("You are signed in as %s.") % signed_in.email,
        _("Your account will show what you share with %s.") % invitation.partner_name,
    ]
    return form_page(
        account, _("Add to your account?"), PageForm(), path=paths.REGISTER, button=_("Add to my account"), texts=texts
    )
