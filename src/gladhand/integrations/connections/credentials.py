"""Credentials: which form a TSP takes, whether what was sent fits it, and how it looks in answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from gladhand.core.problems import Fault, Invalid
from gladhand.core.responses import faults
from gladhand.integrations.connections import credential_inputs as inputs
from gladhand.integrations.connections import credential_outputs as outputs
from gladhand.sdk.definition import Definition, FormField

STARS = "*****"

#: The form of each `conn_type` a TSP can have.
FORMS: dict[str, type[BaseModel]] = {
    "access_token": inputs.AccessTokenCredsInput,
    "api_auth": inputs.ApiAuthCredsInput,
    "api_basic": inputs.ApiBasicCredsInput,
    "api_key": inputs.ApiKeyCredsInput,
    "azuga_slc": inputs.AzugaSLCInput,
    "bouncie": inputs.BouncieCredsInput,
    "client_id_secret": inputs.ClientIdSecretCredsInput,
    "company_access": inputs.CompanyAccessCredsInput,
    "company_id": inputs.CompanyIdCredsInput,
    "database": inputs.DatabaseCredsInput,
    "ez_lynk": inputs.EZLynkCreds,
    "ez_lynk_access": inputs.EZLynkAccessCredsInput,
    "ezlogz": inputs.EzlogzCreds,
    "factor_eld": inputs.FactorEldCredsInput,
    "fleetup": inputs.FleetupCredsInput,
    "fleetup_slc": inputs.FleetupSLCInput,
    "geotab": inputs.GeotabCredsInput,
    "isaac": inputs.IsaacCredsInput,
    "motive": inputs.MotiveCredsInput,
    "oauth1": inputs.OAuth1CredsInput,
    "oauth2": inputs.OAuth2CredsInput,
    "oauth2_initiate": inputs.OAuth2InitiateCredsInput,
    "oauth2_private_key": inputs.OAuth2PrivateKeyCredsInput,
    "ontime": inputs.OntimeEldCredsInput,
    "private_key": inputs.PrivateKeyCredsInput,
    "s3": inputs.S3CredsInput,
    "samsara": inputs.SamsaraCredsInput,
    "switchboard": inputs.SwitchBoardCredsInput,
    "spireon_slc": inputs.SpireonSLCInput,
    "sftp": inputs.SftpCredsInput,
    "token": inputs.TokenCredsInput,
    "tt_creds": inputs.TTCredsInput,
    "truckx_creds": inputs.TruckXCredsInput,
    "truckx_slc": inputs.TruckXSLCInput,
    "verizon_connect": inputs.VerizonConnectCredsInput,
    "verizon_connect_slc": inputs.VerizonConnectSLCInput,
}

# The contract shows these forms in full. Keys are secrets all the same, and stars fit their type.
_ALSO_SECRET: dict[type[BaseModel], frozenset[str]] = {inputs.EzlogzCreds: frozenset({"app_key", "client_key"})}


def taken(definition: Definition, given: Mapping[str, Any], *, at: str = "body.credentials") -> BaseModel:
    """The credentials in the form that they fit, of those that the provider takes.

    Raises `Invalid` that names each field which does not fit: of the form that comes nearest to what was given.
    """
    refusals: list[tuple[int, Invalid]] = []
    for conn_type in dict.fromkeys(definition.conn_types):
        try:
            form = fitting(conn_type, given, at=at)
            # The provider's own form may ask for more than the contract's general one does.
            _require_filled_in(form, definition.forms.get(conn_type, ()), at)
            return form
        except Invalid as refusal:
            refusals.append((len(FORMS[conn_type].model_fields.keys() & given.keys()), refusal))
    # The first of several that are equally near: the usual one.
    raise max(refusals, key=lambda each: each[0])[1]


def fitting(conn_type: str, given: Mapping[str, Any], *, at: str = "body.credentials") -> BaseModel:
    """The credentials in the form of this `conn_type`. Raises `Invalid` that names each field that does not fit."""
    found = [
        Fault(
            f"{at}.{name.encode('ascii', 'backslashreplace').decode()}",
            STARS,
            "It holds an impossible character.",
            "string",
        )
        for name, value in given.items()
        if not (_is_writable(name) and _is_writable(value))
    ]
    if found:
        raise Invalid(found)
    try:
        return FORMS[conn_type].model_validate(dict(given))
    except ValidationError as error:
        wrong = faults(error.errors(include_url=False, include_input=False, include_context=False))
        raise Invalid([Fault(f"{at}.{each.path}", STARS, each.message, each.error_type) for each in wrong]) from None


def _require_filled_in(form: BaseModel, asked: Sequence[FormField], at: str) -> None:
    labels = {each.name: each.label for each in asked}
    required = dict.fromkeys(each.name for each in asked if each.required)
    required |= dict.fromkeys(name for name, field in type(form).model_fields.items() if field.is_required())
    found = [
        Fault(f"{at}.{name}", "", f"{labels.get(name, name)} is required.", "missing")
        for name in required
        if _is_blank(getattr(form, name, None))
    ]
    for each in asked:
        value = getattr(form, each.name, None)
        if not _is_blank(value) and each.choices and value not in {choice.value for choice in each.choices}:
            found.append(Fault(f"{at}.{each.name}", STARS, f"{each.label} is not one of the choices.", "enum"))
    if found:
        raise Invalid(found)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def masked(credentials: BaseModel) -> dict[str, Any]:
    """The credentials as answers show them."""
    secret = _secret_fields(type(credentials))
    return {
        name: STARS if name in secret and value is not None else value
        for name, value in credentials.model_dump(mode="json").items()
    }


def _is_writable(value: object) -> bool:
    """No NUL, which PostgreSQL cannot hold, and no half character, which no encoding can write."""
    return not isinstance(value, str) or ("\0" not in value and not any("\ud800" <= each <= "\udfff" for each in value))


def _secret_fields(form: type[BaseModel]) -> frozenset[str]:
    shown_as = form.__name__.removesuffix("Input") + "Output"
    shown: type[BaseModel] | None = getattr(outputs, shown_as, None)
    if shown is None:
        return _ALSO_SECRET.get(form, frozenset())
    return frozenset(name for name, field in shown.model_fields.items() if field.annotation is outputs.Masked)
