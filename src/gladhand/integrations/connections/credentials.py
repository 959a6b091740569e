"""Credentials: which form a TSP takes, whether what was sent fits it, and how it looks in answers."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from gladhand.core.answers import faults
from gladhand.core.problems import Fault, Invalid
from gladhand.integrations.connections import credential_inputs as inputs
from gladhand.integrations.connections import credential_outputs as outputs

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
