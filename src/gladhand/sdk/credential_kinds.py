"""The kinds of credentials that providers take. Each kind is declared once, as a class.

The class lists the fields with their types and says which of them are secret. From it follow the models on the wire
(`integrations.connections.credential_models`), the check of a provider's form, and typed access in adapters:

    credentials = self.credentials.of_kind(ApiKeyCredentials)
    credentials.api_key
"""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import field_validator

from gladhand.resources.cleaning import clean_secret
from gladhand.resources.enums import ConnectionTypeEnum
from gladhand.resources.wire_model import WireModel
from gladhand.sdk.credential_texts import (
    KeyFileText,
    MaskedText,
    OptionalMaskedText,
    OptionalPasswordText,
    OptionalSecretText,
    PasswordText,
    Secrecy,
    SecretText,
)


class CredentialKind(WireModel):
    """Base class of all kinds."""

    conn_type: ClassVar[ConnectionTypeEnum | None] = None
    """The `conn_type` of TSPs that take this kind. The contract has one kind without."""
    wire_name: ClassVar[str]
    """The contract's name for the models of this kind, without `Input` and `Output`."""
    has_one_wire_model: ClassVar[bool] = False
    """Whether the contract has one model for requests and answers."""

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any) -> Any:
        """Remove characters that copying adds, such as line breaks, because they would make the credentials wrong."""
        return clean_secret(value) if isinstance(value, str) else value

    def __init_subclass__(
        cls,
        *,
        wire_name: str | None = None,
        conn_type: ConnectionTypeEnum | None = None,
        has_one_wire_model: bool = False,
        **options: Any,
    ) -> None:
        super().__init_subclass__(**options)
        if wire_name is not None:
            cls.wire_name, cls.conn_type, cls.has_one_wire_model = wire_name, conn_type, has_one_wire_model

    @classmethod
    def secrecy(cls, name: str) -> Secrecy | None:
        """Who may see the field; None if everybody may."""
        return next((each for each in cls.model_fields[name].metadata if isinstance(each, Secrecy)), None)

    @classmethod
    def required_fields(cls) -> list[str]:
        """Names of the fields that credentials of this kind must have."""
        return [name for name, field in cls.model_fields.items() if field.is_required()]


class DatabaseDriverEnum(StrEnum):
    postgresql = "postgresql+psycopg2"
    cockroachdb = "cockroachdb"
    mongodb = "mongodb"
    mysql = "mysql"
    mariadb = "mariadb"
    snowflake = "snowflake"
    clickhouse = "clickhouse"


class CarrierIdentifierTypeEnum(StrEnum):
    dot = "dot"
    cvor = "cvor"


class AccessTokenCredentials(CredentialKind, conn_type=ConnectionTypeEnum.ACCESS_TOKEN, wire_name="AccessTokenCreds"):
    access_token: SecretText
    token_type: str | None = None
    expires_in: int | None = None
    refresh_token: OptionalSecretText = None
    scope: str | None = None
    user_id: str | None = None
    account_id: OptionalMaskedText = None
    host: OptionalMaskedText = None


class ApiAuthCredentials(CredentialKind, conn_type=ConnectionTypeEnum.API_AUTH, wire_name="ApiAuthCreds"):
    username: MaskedText
    password: PasswordText
    api_key: SecretText


class ApiBasicCredentials(CredentialKind, conn_type=ConnectionTypeEnum.API_BASIC, wire_name="ApiBasicCreds"):
    username: MaskedText
    password: PasswordText
    url: str | None = None
    auth_code: OptionalMaskedText = None
    host: OptionalMaskedText = None


class ApiKeyCredentials(CredentialKind, conn_type=ConnectionTypeEnum.API_KEY, wire_name="ApiKeyCreds"):
    api_key: SecretText
    url: str | None = None
    user_id: str | None = None


class AzugaSlcCredentials(CredentialKind, conn_type=ConnectionTypeEnum.AZUGA_SLC, wire_name="AzugaSLC"):
    api_key: SecretText
    token: SecretText


class BouncieCredentials(CredentialKind, conn_type=ConnectionTypeEnum.BOUNCIE, wire_name="BouncieCreds"):
    auth_code: SecretText
    redirect_uri: str
    client_id: str | None = None
    client_secret: OptionalSecretText = None


class ClientIdSecretCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.CLIENT_ID_SECRET, wire_name="ClientIdSecretCreds"
):
    client_id: str
    client_secret: SecretText
    url: str | None = None
    account_id: OptionalMaskedText = None


class CompanyAccessCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.COMPANY_ACCESS, wire_name="CompanyAccessCreds"
):
    username: MaskedText
    password: PasswordText
    company_id: MaskedText


class CompanyIdCredentials(CredentialKind, conn_type=ConnectionTypeEnum.COMPANY_ID, wire_name="CompanyIdCreds"):
    company_id: MaskedText


class DatabaseCredentials(CredentialKind, conn_type=ConnectionTypeEnum.DATABASE, wire_name="DatabaseCreds"):
    drivername: DatabaseDriverEnum
    host: MaskedText
    port: int
    username: MaskedText
    password: PasswordText
    database: str


class EZLynkAccessCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.EZ_LYNK_ACCESS, wire_name="EZLynkAccessCreds"
):
    access_token: SecretText
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum


class EZLynkCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.EZ_LYNK, wire_name="EZLynkCreds", has_one_wire_model=True
):
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum


class EzlogzCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.EZLOGZ, wire_name="EzlogzCreds", has_one_wire_model=True
):
    app_id: str
    app_key: SecretText
    client_key: SecretText


class FactorEldCredentials(CredentialKind, conn_type=ConnectionTypeEnum.FACTOR_ELD, wire_name="FactorEldCreds"):
    username: MaskedText
    password: PasswordText
    api_key: SecretText


class FleetupCredentials(CredentialKind, conn_type=ConnectionTypeEnum.FLEETUP, wire_name="FleetupCreds"):
    account_id: MaskedText
    secret_key: SecretText
    api_key: SecretText


class FleetupSlcCredentials(CredentialKind, conn_type=ConnectionTypeEnum.FLEETUP_SLC, wire_name="FleetupSLC"):
    account_id: MaskedText
    api_key: SecretText
    token: SecretText


class GeotabCredentials(CredentialKind, conn_type=ConnectionTypeEnum.GEOTAB, wire_name="GeotabCreds"):
    username: MaskedText
    password: PasswordText
    database: str
    session_id: str | None = None


class IsaacCredentials(CredentialKind, conn_type=ConnectionTypeEnum.ISAAC, wire_name="IsaacCreds"):
    username: MaskedText
    password: PasswordText
    auth_code: SecretText
    host: MaskedText


class MotiveCredentials(CredentialKind, conn_type=ConnectionTypeEnum.MOTIVE, wire_name="MotiveCreds"):
    client_id: str
    client_secret: SecretText
    auth_code: SecretText
    redirect_uri: str


class OAuth1Credentials(CredentialKind, conn_type=ConnectionTypeEnum.OAUTH1, wire_name="OAuth1Creds"):
    client_id: str
    client_secret: SecretText
    resource_owner_id: str
    resource_owner_secret: SecretText
    signature_method: str
    realm: str
    url: str


class OAuth2Credentials(CredentialKind, conn_type=ConnectionTypeEnum.OAUTH2, wire_name="OAuth2Creds"):
    client_id: str
    client_secret: SecretText
    scope: str | None = None
    refresh_token: OptionalSecretText = None
    token_url: str
    url: str


class OAuth2InitiateCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.OAUTH2_INITIATE, wire_name="OAuth2InitiateCreds"
):
    code: SecretText
    grant_type: str | None = None
    token_url: str | None = None
    redirect_uri: str | None = None


class OAuth2PrivateKeyCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.OAUTH2_PRIVATE_KEY, wire_name="OAuth2PrivateKeyCreds"
):
    client_id: str
    private_key: KeyFileText
    scope: str | None = None
    token_url: str
    url: str


class OntimeEldCredentials(CredentialKind, conn_type=ConnectionTypeEnum.ONTIME, wire_name="OntimeEldCreds"):
    api_key: SecretText
    provider_token: SecretText
    dot_number: str


class PrivateKeyCredentials(CredentialKind, conn_type=ConnectionTypeEnum.PRIVATE_KEY, wire_name="PrivateKeyCreds"):
    private_key: KeyFileText
    consumer_key: SecretText
    username: MaskedText
    url: str | None = None
    token_url: str | None = None


class S3Credentials(CredentialKind, conn_type=ConnectionTypeEnum.S3, wire_name="S3Creds"):
    access_key: str
    secret_key: SecretText
    bucket_name: str
    region: str


class SamsaraCredentials(CredentialKind, conn_type=ConnectionTypeEnum.SAMSARA, wire_name="SamsaraCreds"):
    client_id: str
    client_secret: SecretText
    auth_code: SecretText


class SftpCredentials(CredentialKind, conn_type=ConnectionTypeEnum.SFTP, wire_name="SftpCreds"):
    host: MaskedText
    port: int | None = 22
    username: MaskedText
    password: PasswordText


class SpireonSlcCredentials(CredentialKind, conn_type=ConnectionTypeEnum.SPIREON_SLC, wire_name="SpireonSLC"):
    access_token: SecretText
    auth_code: SecretText


class SwitchBoardCredentials(CredentialKind, conn_type=ConnectionTypeEnum.SWITCHBOARD, wire_name="SwitchBoardCreds"):
    api_id: str
    api_key: SecretText


class TokenCredentials(CredentialKind, conn_type=ConnectionTypeEnum.TOKEN, wire_name="TokenCreds"):
    token: SecretText
    url: str | None = None


class TruckXCredentials(CredentialKind, conn_type=ConnectionTypeEnum.TRUCKX_CREDS, wire_name="TruckXCreds"):
    dot_number: str
    token: SecretText


class TruckXSlcCredentials(CredentialKind, conn_type=ConnectionTypeEnum.TRUCKX_SLC, wire_name="TruckXSLC"):
    token: SecretText
    carrier_id: str


class TtCredentials(CredentialKind, conn_type=ConnectionTypeEnum.TT_CREDS, wire_name="TTCreds"):
    api_key: SecretText
    provider_token: SecretText
    dot_number: str


class VerizonConnectCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.VERIZON_CONNECT, wire_name="VerizonConnectCreds"
):
    username: MaskedText
    password: PasswordText
    rest_username: OptionalMaskedText = None
    rest_password: OptionalPasswordText = None


class VerizonConnectSlcCredentials(
    CredentialKind, conn_type=ConnectionTypeEnum.VERIZON_CONNECT_SLC, wire_name="VerizonConnectSLC"
):
    access_token: SecretText
    username: MaskedText
    password: PasswordText
    rest_username: MaskedText
    rest_password: PasswordText
    tk_auth: OptionalSecretText = None


class ZubieCredentials(CredentialKind, wire_name="ZubieCreds"):
    client_id: str
    client_secret: SecretText
    auth_code: SecretText
    redirect_uri: str


#: All kinds, in the order in which the contract lists them.
KINDS: tuple[type[CredentialKind], ...] = tuple(CredentialKind.__subclasses__())
#: The kind for each `conn_type` of a TSP.
KINDS_BY_CONN_TYPE = {str(kind.conn_type): kind for kind in KINDS if kind.conn_type is not None}
