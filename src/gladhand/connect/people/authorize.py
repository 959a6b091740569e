"""The authorization endpoint of OAuth: a person signs in here, and the browser brings a code back to the application.

Nobody is asked for consent, because only the operator registers applications. The person chooses for which company only
where there are several. The endpoint belongs to the issuer's address; the pages and their cookie, to Connect's.
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.grants import service as grants
from gladhand.auth.grants.problems import AuthorizationRefused, UnknownApplication
from gladhand.auth.grants.queries import NewGrant
from gladhand.auth.grants.requests import ClientApplication, CodeRequest, find_application, parse_request
from gladhand.auth.people import queries as people
from gladhand.auth.people.roles import PersonRoleEnum, Role
from gladhand.auth.tokens.service import Tokens
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Data, Settings, TokenIssuer
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.redirects import form_target
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths
from gladhand.connect.people.account import CurrentAccount, PersonAccount, SubmittedForm
from gladhand.connect.people.messages import application_unknown
from gladhand.connect.people.views import form_page
from gladhand.core.db import Database

router = APIRouter(include_in_schema=False, route_class=PageRoute)


async def _application(request: Request, database: Data, tokens: TokenIssuer) -> ClientApplication:
    async with database.connection() as db:
        try:
            return await find_application(db, request.query_params.multi_items(), tokens.settings.issuer)
        except UnknownApplication:
            raise ShowMessage(application_unknown(), 400) from None


#: The registered application that has sent the browser.
FromApplication = Annotated[ClientApplication, Depends(_application)]


@router.get("/realms/{realm}/protocol/openid-connect/auth")
async def begin(
    realm: str, request: Request, tokens: TokenIssuer, application: FromApplication, settings: Settings
) -> Response:
    """Checks the request, and leads to the pages at Connect's address."""
    if realm != tokens.settings.realm:
        raise ShowMessage(messages.page_not_found(), 404)
    pairs = request.query_params.multi_items()
    try:
        parse_request(pairs)
    except AuthorizationRefused as refused:
        return RedirectResponse(application.refusal(refused), 303)
    return RedirectResponse(f"{settings.connect_url}{paths.AUTHORIZE}?{urlencode(pairs)}", 303)


@router.get(paths.AUTHORIZE)
async def authorize(
    request: Request, account: CurrentAccount, application: FromApplication, database: Data, tokens: TokenIssuer
) -> Response:
    try:
        asked = parse_request(request.query_params.multi_items())
        if account.signed_in is None:
            if asked.is_silent:
                raise AuthorizationRefused("login_required", "Nobody has signed in.")
            return RedirectResponse(account.visit.link.url(paths.SIGN_IN), 303)
        roles = await _roles(account, database)
        if len(roles) > 1:
            if asked.is_silent:
                raise AuthorizationRefused("interaction_required", "The person has to choose a company.")
            return _choice(account, application, _choice_form(roles))
    except AuthorizationRefused as refused:
        return RedirectResponse(application.refusal(refused), 303)
    return await _answer(account, application, asked, roles[0], database=database, tokens=tokens)


@router.post(paths.AUTHORIZE)
async def choose(
    request: Request, submission: SubmittedForm, application: FromApplication, database: Data, tokens: TokenIssuer
) -> Response:
    """The person has chosen for which company."""
    account = submission.account
    try:
        asked = parse_request(request.query_params.multi_items())
        roles = await _roles(account, database)
    except AuthorizationRefused as refused:
        return RedirectResponse(application.refusal(refused), 303)
    role = next((role for role in roles if str(role.id) == submission.values.get("role")), None)
    if role is None:
        form = _choice_form(roles)
        return _choice(account, application, form.with_errors({"role": _("Please choose one.")}))
    return await _answer(account, application, asked, role, database=database, tokens=tokens)


async def _form_target(request: Request, database: Data, tokens: TokenIssuer) -> str:
    if "client_id" not in request.query_params:
        return ""
    return form_target((await _application(request, database, tokens)).redirect_uri)


#: For the pages of signing in: the origin to which their forms may redirect in the end.
FormTarget = Annotated[str, Depends(_form_target)]


async def _roles(account: PersonAccount, database: Database) -> Sequence[Role]:
    async with database.connection() as db:
        roles = await people.list_roles(db, account.person.person_id)
    if not roles:
        raise AuthorizationRefused("access_denied", "The account has no role.")
    return roles


async def _answer(
    account: PersonAccount,
    application: ClientApplication,
    asked: CodeRequest,
    role: Role,
    *,
    database: Database,
    tokens: Tokens,
) -> Response:
    new = NewGrant(
        account.person.person_id,
        role.id,
        application.client.client_id,
        asked.scope,
        application.redirect_uri,
        asked.code_challenge,
        asked.nonce,
    )
    async with database.transaction() as db:
        code = await grants.make_code(db, tokens, new)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(application.answer(code=code), 303, headers=headers)


def _choice(account: PersonAccount, application: ClientApplication, form: PageForm) -> Response:
    return form_page(
        account,
        _("For which company?"),
        form,
        path=paths.AUTHORIZE,
        button=_("Continue"),
        form_target=form_target(application.redirect_uri),
    )


def _choice_form(roles: Sequence[Role]) -> PageForm:
    choices = [(str(role.id), _role_text(role)) for role in roles]
    return PageForm(fields=[Field("role", _("Company"), choices=choices)])


def _role_text(role: Role) -> str:
    match role.role:
        case PersonRoleEnum.ADMIN:
            return _("This server")
        case PersonRoleEnum.FLEET if role.inviter:
            return _("%(fleet)s, invited by %(partner)s") % {"fleet": role.name, "partner": role.inviter}
        case _:
            return role.name or ""
