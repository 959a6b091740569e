"""A forgotten password: a link by mail. Where no mail is sent, the operator prints the link (`gladhand person`)."""

from typing import Annotated

from fastapi import APIRouter, Response

from gladhand.auth.people.emails import normal_email
from gladhand.auth.people.links import VALID_FOR, LinkPurposeEnum, make_link
from gladhand.connect.language import _
from gladhand.connect.pages.dependencies import Data, Settings
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page
from gladhand.connect.people import paths, views
from gladhand.connect.people.account import Attempts, CurrentAccount, SubmittedForm
from gladhand.connect.people.forms import errors_of, forgotten_form
from gladhand.connect.people.messages import link_sent, password_forgotten
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.clock import now, wire_time
from gladhand.core.dependencies import Address, dependency
from gladhand.core.languages import current_language
from gladhand.core.mail.outbox import MailDraft, Outbox

router = APIRouter(include_in_schema=False, route_class=PageRoute)

Mail = Annotated[Outbox, dependency(Outbox)]


@router.get(paths.FORGOTTEN)
async def show_forgotten(account: CurrentAccount, mail: Mail) -> Response:
    if mail.can_send():
        return views.forgotten(account)
    return message_page(account.visit, password_forgotten().with_action(paths.SIGN_IN, _("Sign in")))


@router.post(paths.FORGOTTEN)
async def send_link(
    submission: SubmittedForm, database: Data, attempts: Attempts, settings: Settings, mail: Mail, address: Address
) -> Response:
    """One answer for addresses with and without an account. A worker sends the mail, so it takes no time here."""
    account, values, form = submission.account, submission.values, forgotten_form()
    if errors := errors_of(form, values):
        return views.forgotten(account, form.with_values(values).with_errors(errors))
    email = normal_email(values["email"])
    try:
        await attempts.count_forgotten(email, address)
    except TooManyAttempts:
        # The links that were sent before still work.
        return message_page(account.visit, link_sent(email))
    if mail.can_send():
        async with database.transaction() as db:
            link = await make_link(db, settings.connect_url, email, LinkPurposeEnum.RESET)
            if link is not None:
                content = {"link": link.reveal(), "until": wire_time(now() + VALID_FOR)}
                draft = MailDraft("password_reset", email, language=current_language().code, values=content)
                await mail.queue(db, draft)
    return message_page(account.visit, link_sent(email))
