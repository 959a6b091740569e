"""The sign-in form of a provider, made from its definition, and the check of what the fleet has entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.forms import Field, FormStep, PageForm
from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.connect.pages.visit import ConnectingFleet, ShowMessage
from gladhand.connect.queries import insert_visit_connection
from gladhand.core.problems import Fault, Invalid, TooManyRequests
from gladhand.integrations.connections import service as connections
from gladhand.integrations.connections.credentials import STARS
from gladhand.integrations.connections.problems import CredentialsRefused, ProviderUnavailable
from gladhand.integrations.connections.queries import Connection
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.agreements.permissions import levels
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.tsps.queries import Tsp
from gladhand.resources.cleaning import clean_secret
from gladhand.resources.enums import ShareLevelEnum
from gladhand.sdk.definition import Definition
from gladhand.sdk.sign_in import FormField, HelpStep

_MAX_LENGTH = 8192


@dataclass(frozen=True)
class SignInFailed:
    """A failed sign-in: the form with the reason for the fleet, and the reason for the partner's funnel."""

    form: PageForm
    status: int
    reason: str


async def try_sign_in(
    gateway: ProviderGateway,
    fleet: ConnectingFleet,
    tsp: Tsp,
    *,
    browser: bytes,
    address: str | None,
    credentials: Mapping[str, str],
    form: PageForm,
) -> Connection | SignInFailed:
    """Check the credentials at the provider. Makes or repairs a connection, and counts the attempt in the funnel.

    `address` is the network address of the browser. Raises `ShowMessage` after too many failures.
    """
    result = await _connect(gateway, fleet, tsp, address=address, credentials=credentials, form=form)
    invitation = fleet.invitation
    async with gateway.database.transaction() as db:
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.PROVIDER_CHOSEN, tsp.name)
        if isinstance(result, SignInFailed):
            text = f"{tsp.name}: {result.reason}"
            await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.CHECK_FAILED, text)
        else:
            await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.CONNECTED, tsp.name)
            await insert_visit_connection(db, browser, invitation.id, result.id)
    return result


async def _connect(
    gateway: ProviderGateway,
    fleet: ConnectingFleet,
    tsp: Tsp,
    *,
    address: str | None,
    credentials: Mapping[str, str],
    form: PageForm,
) -> Connection | SignInFailed:
    try:
        return await connections.create(gateway, fleet.id, tsp.id, credentials=credentials, address=address)
    except TooManyRequests as problem:
        raise ShowMessage(messages.too_many_attempts(), problem.status, problem.headers) from None
    except CredentialsRefused as problem:
        return SignInFailed(refused(form, tsp.name, problem.reason), 422, problem.reason or "refused")
    except ProviderUnavailable:
        return SignInFailed(unavailable(form, tsp.name), 502, "no answer from the provider")
    except Invalid as problem:
        return SignInFailed(invalid(form, problem.faults), 422, "filled in wrongly")


def provider_form(definition: Definition, kind: str, scopes: Mapping[str, str] | None = None) -> PageForm:
    """The form for this kind of credentials.

    `scopes` are what the fleet has agreed to. The steps name the rights that these need.
    """
    alternative = next((way for way in definition.alternatives if way.conn_type == kind), None)
    fields = alternative.form if alternative else definition.form
    where_to_find = alternative.where_to_find if alternative else None
    return PageForm(
        fields=[_field(field) for field in fields],
        where_to_find=_(where_to_find or definition.where_to_find),
        steps=_steps(definition, alternative.steps if alternative else definition.steps, scopes or {}),
    )


def _steps(definition: Definition, steps: Iterable[HelpStep], scopes: Mapping[str, str]) -> list[FormStep]:
    rights = dict.fromkeys(definition.general_rights)
    for resource, level in levels(scopes).items():
        if needed := definition.rights.get(resource):
            rights |= dict.fromkeys([*needed.read, *(needed.write if level == ShareLevelEnum.READ_WRITE else ())])
    listed = [_(right) for right in rights] if definition.rights_in_words else list(rights)
    return [
        FormStep(
            _(step.text),
            step.url,
            _picture(definition, step.image) or step.image_url,
            _picture(definition, step.image_dark),
            listed if step.lists_rights else (),
        )
        for step in steps
        if listed or not step.lists_rights
    ]


def _picture(definition: Definition, name: str | None) -> str | None:
    return provider_picture_path(definition.source_name, name) if name else None


def filled_in(form: PageForm, masked: Mapping[str, Any]) -> PageForm:
    """The form with what is no secret of a connection: answers show stars for the rest."""
    return form.with_values(
        {name: value for name, value in masked.items() if isinstance(value, str) and value != STARS}
    )


def other_kinds(definition: Definition, kind: str) -> list[tuple[str, str]]:
    """The other kinds of credentials that have a form, with their labels."""
    usual = {str(definition.conn_type): definition.form_label} if definition.form_label else {}
    labels = usual | {str(way.conn_type): way.label for way in definition.alternatives}
    return [(other, _(label)) for other, label in labels.items() if other != kind]


def entered_credentials(form: PageForm, values: Mapping[str, str]) -> dict[str, str]:
    """The values of the form's own fields, without empty ones and without what copying has brought along."""
    entered = {field.name: clean_secret(values.get(field.name, "")) for field in form.fields}
    return {name: value for name, value in entered.items() if value}


def refused(form: PageForm, provider: str, reason: str) -> PageForm:
    """The provider has refused the credentials, perhaps with a reason of its own."""
    form = replace(form, fields=[replace(each, is_refused=each.type == "password") for each in form.fields])
    advice = (
        _("Check each entry for typing errors and missing characters, then try again.")
        if form.fields
        else _("Please try again, and sign in with an account that may do this.")
    )
    if reason:
        # Strings inside an f-string are not found for translation.
        advice = _("It said: “%s”.") % reason.rstrip(".") + " " + advice
    message = _("%s did not accept this sign-in") % provider
    doubtful = next((field.name for field in form.fields if field.type == "password"), None)
    if doubtful is None:
        return form.with_errors({}, message=message, advice=advice)
    return form.with_errors({doubtful: f"{message}. {advice}"})


def unavailable(form: PageForm, provider: str) -> PageForm:
    """The provider did not answer."""
    return form.with_errors(
        {},
        message=_("%s is not answering at the moment") % provider,
        advice=_("Nothing was saved. Please wait a minute and try again."),
    )


def not_granted(form: PageForm, provider: str, error: str) -> PageForm:
    """The provider's own page sent the fleet back without a code. `error` is the code of OAuth 2."""
    match error:
        case "access_denied":
            message = _("You did not allow the access at %s") % provider
            advice = _("Nothing was changed. To connect, sign in again and allow it there.")
        case "server_error" | "temporarily_unavailable":
            message = _("%s is not answering at the moment") % provider
            advice = _("Nothing was saved. Please wait a minute and try again.")
        case _:
            message = _("%s did not let us in") % provider
            advice = _("Nothing was changed. Please try again. If it happens again, tell the company that invited you.")
    return form.with_errors({}, message=message, advice=advice)


def invalid(form: PageForm, faults: list[Fault]) -> PageForm:
    """Some entries are invalid. Each fault is shown at its field, or above the form if it has none there."""
    errors: dict[str, str] = {}
    for fault in faults:
        name = next((field.name for field in form.fields if field.name in fault.path.split(".")), None)
        if name:
            errors[name] = _("Please check this entry.")
    if errors:
        return form.with_errors(errors)
    return form.with_errors({}, message=_("This cannot be used to sign in"), advice=_("Please check every entry."))


def _field(field: FormField) -> Field:
    return Field(
        field.name,
        _(field.label),
        type="password" if field.secret else {"url": "url", "select": "select"}.get(field.kind, "text"),
        help=_(field.help) if field.help else "",
        placeholder=_(field.placeholder) if field.placeholder else "",
        required=field.required,
        choices=[(choice.value, _(choice.label)) for choice in field.choices],
        autocomplete="off",
        max_length=_MAX_LENGTH,
        code=True,
    )
