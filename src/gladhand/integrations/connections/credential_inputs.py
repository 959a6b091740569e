"""What a fleet signs in with: the contract's 37 forms of credentials. Which one fits a TSP says its `conn_type`."""

from enum import StrEnum
from typing import TypeAlias

from pydantic import BaseModel


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


class AccessTokenCredsInput(BaseModel):
    access_token: str
    token_type: str | None = None
    expires_in: int | None = None
    refresh_token: str | None = None
    scope: str | None = None
    user_id: str | None = None
    account_id: str | None = None
    host: str | None = None


class ApiAuthCredsInput(BaseModel):
    username: str
    password: str
    api_key: str


class ApiBasicCredsInput(BaseModel):
    username: str
    password: str
    url: str | None = None
    auth_code: str | None = None
    host: str | None = None


class ApiKeyCredsInput(BaseModel):
    api_key: str
    url: str | None = None
    user_id: str | None = None


class AzugaSLCInput(BaseModel):
    api_key: str
    token: str


class BouncieCredsInput(BaseModel):
    auth_code: str
    redirect_uri: str
    client_id: str | None = None
    client_secret: str | None = None


class ClientIdSecretCredsInput(BaseModel):
    client_id: str
    client_secret: str
    url: str | None = None
    account_id: str | None = None


class CompanyAccessCredsInput(BaseModel):
    username: str
    password: str
    company_id: str


class CompanyIdCredsInput(BaseModel):
    company_id: str


class DatabaseCredsInput(BaseModel):
    drivername: DatabaseDriverEnum
    host: str
    port: int
    username: str
    password: str
    database: str


class EZLynkAccessCredsInput(BaseModel):
    access_token: str
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum


class EZLynkCreds(BaseModel):
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum


class EzlogzCreds(BaseModel):
    app_id: str
    app_key: str
    client_key: str


class FactorEldCredsInput(BaseModel):
    username: str
    password: str
    api_key: str


class FleetupCredsInput(BaseModel):
    account_id: str
    secret_key: str
    api_key: str


class FleetupSLCInput(BaseModel):
    account_id: str
    api_key: str
    token: str


class GeotabCredsInput(BaseModel):
    username: str
    password: str
    database: str
    session_id: str | None = None


class IsaacCredsInput(BaseModel):
    username: str
    password: str
    auth_code: str
    host: str


class MotiveCredsInput(BaseModel):
    client_id: str
    client_secret: str
    auth_code: str
    redirect_uri: str


class OAuth1CredsInput(BaseModel):
    client_id: str
    client_secret: str
    resource_owner_id: str
    resource_owner_secret: str
    signature_method: str
    realm: str
    url: str


class OAuth2CredsInput(BaseModel):
    client_id: str
    client_secret: str
    scope: str | None = None
    refresh_token: str | None = None
    token_url: str
    url: str


class OAuth2InitiateCredsInput(BaseModel):
    code: str
    grant_type: str | None = None
    token_url: str | None = None
    redirect_uri: str | None = None


class OAuth2PrivateKeyCredsInput(BaseModel):
    client_id: str
    private_key: str
    scope: str | None = None
    token_url: str
    url: str


class OntimeEldCredsInput(BaseModel):
    api_key: str
    provider_token: str
    dot_number: str


class PrivateKeyCredsInput(BaseModel):
    private_key: str
    consumer_key: str
    username: str
    url: str | None = None
    token_url: str | None = None


class S3CredsInput(BaseModel):
    access_key: str
    secret_key: str
    bucket_name: str
    region: str


class SamsaraCredsInput(BaseModel):
    client_id: str
    client_secret: str
    auth_code: str


class SftpCredsInput(BaseModel):
    host: str
    port: int | None = 22
    username: str
    password: str


class SpireonSLCInput(BaseModel):
    access_token: str
    auth_code: str


class SwitchBoardCredsInput(BaseModel):
    api_id: str
    api_key: str


class TokenCredsInput(BaseModel):
    token: str
    url: str | None = None


class TruckXCredsInput(BaseModel):
    dot_number: str
    token: str


class TruckXSLCInput(BaseModel):
    token: str
    carrier_id: str


class TTCredsInput(BaseModel):
    api_key: str
    provider_token: str
    dot_number: str


class VerizonConnectCredsInput(BaseModel):
    username: str
    password: str
    rest_username: str | None = None
    rest_password: str | None = None


class VerizonConnectSLCInput(BaseModel):
    access_token: str
    username: str
    password: str
    rest_username: str
    rest_password: str
    tk_auth: str | None = None


class ZubieCredsInput(BaseModel):
    client_id: str
    client_secret: str
    auth_code: str
    redirect_uri: str


CredentialsInput: TypeAlias = (
    AccessTokenCredsInput
    | ApiAuthCredsInput
    | ApiBasicCredsInput
    | ApiKeyCredsInput
    | AzugaSLCInput
    | BouncieCredsInput
    | ClientIdSecretCredsInput
    | CompanyAccessCredsInput
    | CompanyIdCredsInput
    | DatabaseCredsInput
    | EZLynkAccessCredsInput
    | EZLynkCreds
    | EzlogzCreds
    | FactorEldCredsInput
    | FleetupCredsInput
    | FleetupSLCInput
    | GeotabCredsInput
    | IsaacCredsInput
    | MotiveCredsInput
    | OAuth1CredsInput
    | OAuth2CredsInput
    | OAuth2InitiateCredsInput
    | OAuth2PrivateKeyCredsInput
    | OntimeEldCredsInput
    | PrivateKeyCredsInput
    | S3CredsInput
    | SamsaraCredsInput
    | SftpCredsInput
    | SpireonSLCInput
    | SwitchBoardCredsInput
    | TokenCredsInput
    | TruckXCredsInput
    | TruckXSLCInput
    | TTCredsInput
    | VerizonConnectCredsInput
    | VerizonConnectSLCInput
    | ZubieCredsInput
)
