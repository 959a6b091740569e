"""Registering: whoever may manage what a fleet shares by a link gets an account for the fleet.

The partner has the link, too. So the role reaches as far as the tokens that came with the invitation: it manages what
is shared with this partner, and not what others get. The role of a second invitation is added to the same account. Who
has the fleet's own link or the browser that has accepted proves to be the fleet, also later with the same account.
"""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.audit.actors import Actor
from gladhand.auth.people import service
from gladhand.auth.people.problems import BadPassword, EmailTaken
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.auth.sessions import service as sessions
from gladhand.connect.language import _
from gladhand.connect.pages import messages, views
from gladhand.connect.pages.access import is_proved, require_manager
from gladhand.connect.pages.dependencies import CurrentVisit, Data, Limits
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage, Visit
from gladhand.connect.people import paths
from gladhand.connect.people.account import Attempts, CurrentAccount, PasswordHasher, SubmittedForm
from gladhand.connect.people.forms import errors_of, flaw_text, register_form
from gladhand.connect.people.views import add_fleet, register
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import Address
from gladhand.orgs.invitations.queries import Invitation

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get(paths.REGISTER)
async def show_register(visit: CurrentVisit, account: CurrentAccount, database: Data) -> Response:
    """The form; for who has signed in, a question."""
    invitation = await _managed(visit, database)
    if account.signed_in is None:
        return register(account)
    return add_fleet(account, account.signed_in, invitation)


@router.post(paths.REGISTER)
async def create_account(
    visit: CurrentVisit,
    submission: SubmittedForm,
    database: Data,
    attempts: Attempts,
    passwords: PasswordHasher,
    limits: Limits,
    address: Address,
) -> Response:
    account, values, form = submission.account, submission.values, register_form()
    invitation = await _managed(visit, database)
    done = RedirectResponse(paths.MY_DATA, 303)
    if account.signed_in is not None:
        async with database.transaction() as db:
            await _give_role(db, visit, account.signed_in.person_id, invitation, address)
        return done
    if errors := errors_of(form, values):
        return register(account, form.with_values(values).with_errors(errors))
    limits.count_answer(invitation.id)
    try:
        person = await service.register(
            database, attempts, passwords, values["email"], submission.secret("password"), address=address
        )
    except BadPassword as error:
        return register(account, form.with_values(values).with_errors({"password": flaw_text(error.flaw)}))
    except EmailTaken:
        text = _("There is an account with this address. Please sign in.")
        return register(account, form.with_values(values).with_errors({"email": text}))
    except TooManyAttempts as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    async with database.transaction() as db:
        await _give_role(db, visit, person.id, invitation, address)
        cookie = await sessions.sign_in(db, person.id, former=account.secret, address=address)
    account.set_cookie(done, cookie)
    return done


async def _managed(visit: Visit, database: Database) -> Invitation:
    """The invitation of the link, which the fleet has accepted, if this browser may manage what came of it.

    Raises `ShowMessage`.
    """
    if visit.invitation is None or visit.sharing_owner is None:
        raise ShowMessage(views.closed_message(visit), 404)
    async with database.connection() as db:
        await require_manager(db, visit)
    return visit.invitation


async def _give_role(db: Db, visit: Visit, person_id: UUID, invitation: Invitation, address: str | None) -> None:
    assignment = RoleAssignment(
        PersonRoleEnum.FLEET,
        fleet_id=invitation.fleet_id,
        invited_by=invitation.partner_id,
        is_proved=await is_proved(db, visit),
    )
    actor = Actor.of_person(person_id, address)
    await service.give_role(db, actor, person_id, assignment)
