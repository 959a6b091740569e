"""Credentials as reads show them: the same forms, with every secret (`Masked`) shown as stars."""

from typing import Any, TypeAlias

from pydantic import BaseModel

from gladhand.integrations.connections.credential_inputs import (
    CarrierIdentifierTypeEnum,
    DatabaseDriverEnum,
    EzlogzCreds,
    EZLynkCreds,
)

#: Stars, or null where nothing was given. The contract leaves the type open.
Masked: TypeAlias = Any


class AccessTokenCredsOutput(BaseModel):
    access_token: Masked
    token_type: str | None = None
    expires_in: int | None = None
    refresh_token: Masked = None
    scope: str | None = None
    user_id: str | None = None
    account_id: Masked = None
    host: Masked = None


class ApiAuthCredsOutput(BaseModel):
    username: Masked
    password: Masked
    api_key: Masked


class ApiBasicCredsOutput(BaseModel):
    username: Masked
    password: Masked
    url: str | None = None
    auth_code: Masked = None
    host: Masked = None


class ApiKeyCredsOutput(BaseModel):
    api_key: Masked
    url: str | None = None
    user_id: str | None = None


class AzugaSLCOutput(BaseModel):
    api_key: Masked
    token: Masked


class BouncieCredsOutput(BaseModel):
    auth_code: Masked
    redirect_uri: str
    client_id: str | None = None
    client_secret: Masked = None


class ClientIdSecretCredsOutput(BaseModel):
    client_id: str
    client_secret: Masked
    url: str | None = None
    account_id: Masked = None


class CompanyAccessCredsOutput(BaseModel):
    username: Masked
    password: Masked
    company_id: Masked


class CompanyIdCredsOutput(BaseModel):
    company_id: Masked


class DatabaseCredsOutput(BaseModel):
    drivername: DatabaseDriverEnum
    host: Masked
    port: int
    username: Masked
    password: Masked
    database: str


class EZLynkAccessCredsOutput(BaseModel):
    access_token: Masked
    carrier_identifier: str
    carrier_identifier_type: CarrierIdentifierTypeEnum


class FactorEldCredsOutput(BaseModel):
    username: Masked
    password: Masked
    api_key: Masked


class FleetupCredsOutput(BaseModel):
    account_id: Masked
    secret_key: Masked
    api_key: Masked


class FleetupSLCOutput(BaseModel):
    account_id: Masked
    api_key: Masked
    token: Masked


class GeotabCredsOutput(BaseModel):
    username: Masked
    password: Masked
    database: str
    session_id: str | None = None


class IsaacCredsOutput(BaseModel):
    username: Masked
    password: Masked
    auth_code: Masked
    host: Masked


class MotiveCredsOutput(BaseModel):
    client_id: str
    client_secret: Masked
    auth_code: Masked
    redirect_uri: str


class OAuth1CredsOutput(BaseModel):
    client_id: str
    client_secret: Masked
    resource_owner_id: str
    resource_owner_secret: Masked
    signature_method: str
    realm: str
    url: str


class OAuth2CredsOutput(BaseModel):
    client_id: str
    client_secret: Masked
    scope: str | None = None
    refresh_token: Masked = None
    token_url: str
    url: str


class OAuth2InitiateCredsOutput(BaseModel):
    code: Masked
    grant_type: str | None = None
    token_url: str | None = None
    redirect_uri: str | None = None


class OAuth2PrivateKeyCredsOutput(BaseModel):
    client_id: str
    private_key: Masked
    scope: str | None = None
    token_url: str
    url: str


class OntimeEldCredsOutput(BaseModel):
    api_key: Masked
    provider_token: Masked
    dot_number: str


class PrivateKeyCredsOutput(BaseModel):
    private_key: Masked
    consumer_key: Masked
    username: Masked
    url: str | None = None
    token_url: str | None = None


class S3CredsOutput(BaseModel):
    access_key: str
    secret_key: Masked
    bucket_name: str
    region: str


class SamsaraCredsOutput(BaseModel):
    client_id: str
    client_secret: Masked
    auth_code: Masked


class SftpCredsOutput(BaseModel):
    host: Masked
    port: int | None = 22
    username: Masked
    password: Masked


class SpireonSLCOutput(BaseModel):
    access_token: Masked
    auth_code: Masked


class SwitchBoardCredsOutput(BaseModel):
    api_id: str
    api_key: Masked


class TokenCredsOutput(BaseModel):
    token: Masked
    url: str | None = None


class TruckXCredsOutput(BaseModel):
    dot_number: str
    token: Masked


class TruckXSLCOutput(BaseModel):
    token: Masked
    carrier_id: str


class TTCredsOutput(BaseModel):
    api_key: Masked
    provider_token: Masked
    dot_number: str


class VerizonConnectCredsOutput(BaseModel):
    username: Masked
    password: Masked
    rest_username: Masked = None
    rest_password: Masked = None


class VerizonConnectSLCOutput(BaseModel):
    access_token: Masked
    username: Masked
    password: Masked
    rest_username: Masked
    rest_password: Masked
    tk_auth: Masked = None


class ZubieCredsOutput(BaseModel):
    client_id: str
    client_secret: Masked
    auth_code: Masked
    redirect_uri: str


CredentialsOutput: TypeAlias = (
    AccessTokenCredsOutput
    | ApiAuthCredsOutput
    | ApiBasicCredsOutput
    | ApiKeyCredsOutput
    | AzugaSLCOutput
    | BouncieCredsOutput
    | ClientIdSecretCredsOutput
    | CompanyAccessCredsOutput
    | CompanyIdCredsOutput
    | DatabaseCredsOutput
    | EZLynkAccessCredsOutput
    | EZLynkCreds
    | EzlogzCreds
    | FactorEldCredsOutput
    | FleetupCredsOutput
    | FleetupSLCOutput
    | GeotabCredsOutput
    | IsaacCredsOutput
    | MotiveCredsOutput
    | OAuth1CredsOutput
    | OAuth2CredsOutput
    | OAuth2InitiateCredsOutput
    | OAuth2PrivateKeyCredsOutput
    | OntimeEldCredsOutput
    | PrivateKeyCredsOutput
    | S3CredsOutput
    | SamsaraCredsOutput
    | SftpCredsOutput
    | SpireonSLCOutput
    | SwitchBoardCredsOutput
    | TokenCredsOutput
    | TruckXCredsOutput
    | TruckXSLCOutput
    | TTCredsOutput
    | VerizonConnectCredsOutput
    | VerizonConnectSLCOutput
    | ZubieCredsOutput
)
