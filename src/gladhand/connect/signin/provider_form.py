"""The form with which a fleet signs in to its provider, made from the provider's definition, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gladhand.connect.language import _
from gladhand.connect.pages.forms import Field, Form
from gladhand.connect.pages.visit import Guest
from gladhand.connect.queries import note_connected
from gladhand.core.problems import Fault, Invalid
from gladhand.integrations.connections import service as connections
from gladhand.integrations.connections.problems import CredentialsRefused, ProviderUnavailable
from gladhand.integrations.connections.queries import Connection
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.tsps.queries import Tsp
from gladhand.sdk.definition import Definition, FormField

_LONGEST = 8192


@dataclass(frozen=True)
class Failed:
    """A sign-in that came to nothing: the form that says why to the fleet, and a word for the partner's funnel."""

    form: Form
    status: int
    why: str


async def tried(
    gateway: ProviderGateway,
    here: Guest,
    browser: bytes,
    tsp: Tsp,
    given: Mapping[str, str],
    form: Form,
) -> Connection | Failed:
    """Try credentials at the provider: the connection that they make or repair, or the form with what is wrong."""
    made = await _tried(gateway, here.fleet_id, tsp, given, form)
    invitation = here.invitation
    async with gateway.database.transaction() as db:
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.PROVIDER_CHOSEN, tsp.name)
        if isinstance(made, Failed):
            await funnel.insert_step(
                db, invitation.partner_id, invitation.id, FunnelStepEnum.CHECK_FAILED, f"{tsp.name}: {made.why}"
            )
        else:
            await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.CONNECTED, tsp.name)
            await note_connected(db, browser, invitation.id, made.id)
    return made


async def _tried(
    gateway: ProviderGateway,
    fleet_id: UUID,
    tsp: Tsp,
    given: Mapping[str, str],
    form: Form,
) -> Connection | Failed:
    try:
        return await connections.create(gateway, fleet_id, tsp.id, credentials=given)
    except CredentialsRefused as problem:
        return Failed(refused(form, tsp.name, problem.reason), 422, problem.reason or "refused")
    except ProviderUnavailable:
        return Failed(unanswered(form, tsp.name), 502, "no answer from the provider")
    except Invalid as problem:
        return Failed(unfitting(form, problem.faults), 422, "filled in wrongly")


def sign_in_form(definition: Definition, way: str = "") -> Form:
    """The form for one kind of credentials; for the usual one if the provider has no form of that kind."""
    chosen = next((each for each in definition.alternatives if each.conn_type == way), None)
    asked, where = (chosen.form, chosen.where_to_find) if chosen else (definition.form, None)
    return Form(fields=[_field(each) for each in asked], where=_(where or definition.where_to_find))


def other_ways(definition: Definition, way: str = "") -> list[tuple[str, str]]:
    """The other forms that a fleet may fill in instead: their kinds, and what they are called."""
    ways = {str(each.conn_type): each.label for each in definition.alternatives}
    usual = {"": definition.form_label} if definition.form_label and ways else {}
    return [(each, _(label)) for each, label in (usual | ways).items() if each != (way if way in ways else "")]


def given_credentials(form: Form, posted: Mapping[str, str]) -> dict[str, str]:
    """What was typed for the form's own fields. Space around it came with copying; an empty field was left out."""
    typed = {field.name: posted.get(field.name, "").strip() for field in form.fields}
    return {name: value for name, value in typed.items() if value}


def refused(form: Form, provider: str, said: str) -> Form:
    """The provider said no: its own reason, and what to do about it."""
    secrets = {each.name: _("Please enter it again.") for each in form.fields if each.type == "password"}
    advice = (
        _("Check each entry for typing errors and missing characters, then try again.")
        if form.fields
        else _("Please try again, and sign in with an account that may do this.")
    )
    if said:
        # Not within an f-string: what collects the strings for translation would not see it there.
        advice = _("It said: “%s”.") % said.rstrip(".") + " " + advice
    return form.with_errors(secrets, message=_("%s did not accept this sign-in") % provider, advice=advice)


def unanswered(form: Form, provider: str) -> Form:
    return form.with_errors(
        {},
        message=_("%s does not answer just now") % provider,
        advice=_("Nothing was saved. Please wait a minute, enter what is missing and try again.")
        if form.fields
        else _("Nothing was saved. Please wait a minute and try again."),
    )


def not_granted(form: Form, provider: str, error: str) -> Form:
    """The fleet came back from the provider without a code; `error` is the provider's word for the reason."""
    match error:
        case "access_denied":
            message = _("You did not allow the access at %s") % provider
            advice = _("Nothing was changed. To connect, sign in again and allow it there.")
        case "server_error" | "temporarily_unavailable":
            message = _("%s does not answer just now") % provider
            advice = _("Nothing was saved. Please wait a minute and try again.")
        case _:
            message = _("%s did not let us in") % provider
            advice = _("Nothing was changed. Please try again. If it happens again, tell the company that invited you.")
    return form.with_errors({}, message=message, advice=advice)


def unfitting(form: Form, faults: list[Fault]) -> Form:
    """Something has not the form that is needed: said at its field, or above the form when it has none there."""
    errors: dict[str, str] = {}
    for fault in faults:
        name = next((each.name for each in form.fields if each.name in fault.path.split(".")), None)
        if name:
            errors[name] = _("Please check this entry.")
    if errors:
        return form.with_errors(errors)
    return form.with_errors({}, message=_("This cannot be used to sign in"), advice=_("Please check every entry."))


def _field(each: FormField) -> Field:
    return Field(
        each.name,
        _(each.label),
        type="password" if each.secret else {"url": "url", "select": "select"}.get(each.kind, "text"),
        help=_(each.help) if each.help else "",
        placeholder=_(each.placeholder) if each.placeholder else "",
        required=each.required,
        choices=[(choice.value, _(choice.label)) for choice in each.choices],
        autocomplete="off",
        max_length=_LONGEST,
        code=True,
    )
