"""What an operator can set: environment variables `GLADHAND_…`. Only `app`, `worker`, `cli`, `config`
and `local` read it.

A secret has no default. An empty variable counts as not set. Blanks and line breaks around a value are taken off. A
variable that is not known stops the start, and so does a value that makes no sense: a typing error must not run as a
default.
"""

from pathlib import Path
from typing import Any, Literal, get_origin

from pydantic import EmailStr, Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from gladhand.config.setting_types import (
    TEN_YEARS,
    IssuerUrl,
    ListenHost,
    MailSender,
    Names,
    Networks,
    OAuthApp,
    OpenIdIssuer,
    OperatorUrl,
    Origins,
    PageUrl,
    PostgresUrl,
    ProviderUrl,
    RealmName,
    Seconds,
    SmtpUrl,
    require_one_line,
)
from gladhand.config.variables import PREFIX, SettingsSource, require_known
from gladhand.core.hosts import as_browsers_write, url_of

_MINUTE, _HOUR = 60.0, 3600.0
_LONGEST = 3600
_MOST_DAYS = 36_600
_MOST = 1_000_000


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    database_url: PostgresUrl | None = Field(
        None, description="PostgreSQL 18 or newer; without it an embedded one is used"
    )
    data_dir: Path = Field(Path(".gladhand"), description="where the embedded database and its keys live")
    encryption_keys: SecretStr | None = Field(
        None,
        description="comma-separated base64 keys of 32 bytes, newest first; `gladhand up` makes one in the data folder",
    )

    host: ListenHost = Field("127.0.0.1", description="address or name to listen on")
    port: int = Field(8080, ge=1, le=65535, description="port to listen on")
    public_url: PageUrl = Field("", description="where clients reach the API; default `http://HOST:PORT`")
    issuer_url: IssuerUrl = Field("", description="the OAuth issuer; default `PUBLIC_URL/realms/REALM`")
    connect_url: PageUrl = Field(
        "", description="origin of the onboarding pages, which own its root; default `PUBLIC_URL`"
    )
    operator_name: str | None = Field(None, max_length=100, description="your name, which Connect shows to fleets")
    operator_email: EmailStr | None = Field(None, description="where fleets can reach you; Connect shows it")
    privacy_url: OperatorUrl | None = Field(None, description="your privacy notice, to which Connect links")
    terms_url: OperatorUrl | None = Field(None, description="your terms, to which Connect links")
    realm: RealmName = Field("catena", max_length=100, description="name in the paths of the OAuth endpoints")
    server_processes: int = Field(
        1, ge=1, le=64, description="processes of one `gladhand serve`; more than one needs `DATABASE_URL`"
    )
    database_connections: int = Field(10, ge=2, le=200, description="pooled connections to PostgreSQL, per process")
    max_body_bytes: int = Field(
        1024 * 1024, ge=1024, le=1024**3, description="a larger request body is refused with 413"
    )
    max_connections: int = Field(
        10_000,
        ge=16,
        le=_MOST,
        description="open connections of clients, per process; further ones wait until one is closed",
    )
    idle_timeout_seconds: float = Field(
        30,
        ge=1,
        le=_LONGEST,
        description="a connection without a complete request header is closed after this time; a proxy in front must "
        "close its idle connections earlier",
    )
    body_timeout_seconds: float = Field(
        30, gt=0, le=_LONGEST, description="time limit for a request body to arrive; then the answer is 408"
    )
    send_timeout_seconds: float = Field(
        30,
        ge=1,
        le=_LONGEST,
        description="the connection of a client that reads nothing of its answer for this time is closed (Linux only)",
    )
    trusted_proxies: Networks = Field(
        default=[],
        description="networks of your own proxies, such as `10.1.0.0/16`; their `X-Forwarded-For` names the client",
    )

    allowed_origins: Origins = Field(
        default=[],
        description="sites whose scripts may call the API in browsers, such as `https://app.partner.example`; pages "
        "and cookies stay closed to them",
    )

    access_token_seconds: int = Field(
        3600, ge=60, le=TEN_YEARS, description="life of the access token of an API client or a person"
    )
    fleet_access_token_seconds: int = Field(7200, ge=60, le=TEN_YEARS, description="life of a fleet's access token")
    fleet_refresh_token_seconds: int = Field(
        28 * 24 * 3600, ge=3600, le=TEN_YEARS, description="life of the refresh token of a fleet or a person"
    )
    withhold_invitation_tokens: bool = Field(
        False, description="leave tokens out of the read of an invitation that needs no token"
    )
    full_fleet_names: bool = Field(
        False,
        description="let partners name fleets with other characters than letters, digits and spaces, as in `J.B. Hunt`",
    )
    refuse_unknown_names: bool = Field(
        False,
        description="answer 422 to fields and query parameters that do not exist; otherwise the header "
        "`Gladhand-Ignored` lists them",
    )
    requests_per_second: float = Field(
        200, gt=0, le=_MOST, description="rate limit of one API client, per server process"
    )
    request_burst: int = Field(1000, ge=1, le=_MOST, description="requests that a client may save up and make at once")
    request_log_hours: int = Field(
        24,
        ge=0,
        le=24 * 31,
        description="how long the console's log of API requests keeps the latest requests; 0 keeps none",
    )
    sign_in_burst_per_address: int = Field(
        30,
        ge=1,
        le=_MOST,
        description="failed sign-ins of people, or at providers, from one address at once; then one more every "
        "20 seconds, or 10",
    )
    openid_issuer: OpenIdIssuer | None = Field(
        None,
        description="an OpenID provider at which people may sign in, such as `https://login.example.com/realms/staff`",
    )
    openid_client_id: str | None = Field(
        None, min_length=1, max_length=200, description="this server's client there; needed with `OPENID_ISSUER`"
    )
    openid_client_secret: SecretStr | None = Field(
        None, description="the client's secret; without one, PKCE alone proves the client"
    )
    openid_name: str | None = Field(
        None,
        min_length=1,
        max_length=40,
        description="what the sign-in page calls the provider; the default is its host",
    )

    allowed_networks: Networks = Field(
        default=[],
        description="private networks that webhooks and providers may be in, such as `127.0.0.0/8,10.1.0.0/16`",
    )
    delivery_timeout_seconds: float = Field(
        3, gt=0, le=_LONGEST, description="how long a receiver of webhooks may take to answer"
    )
    delivery_waits: Seconds = Field(
        default=[1, 5, 30, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, 8 * _HOUR, 8 * _HOUR],
        description="pauses before each retry of a delivery",
    )
    delivery_concurrency: int = Field(100, ge=1, le=10_000, description="deliveries at the same time, per worker")
    delivery_probe_waits: Seconds = Field(
        default=[_MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR],
        description="pauses before each probe of a stale webhook; the last one repeats; `none`: no probes",
    )
    webhook_secret_overlap_hours: float = Field(
        24, ge=0, le=366 * 24, description="how long a replaced secret of a webhook signs beside the new one"
    )
    event_days: int = Field(
        16,
        ge=14,
        le=_MOST_DAYS,
        description="how long events, their deliveries and the log of attempts are kept; dead letters: 14 days",
    )
    smtp_url: SmtpUrl | None = Field(
        None,
        description="the mail server, such as `smtp://user:password@mail.example.com:587` (STARTTLS is required, "
        "except on the loopback) or `smtps://user:password@mail.example.com`; without one, no mail is sent",
    )
    mail_from: MailSender | None = Field(
        None, description="where mail comes from, such as `Example <no-reply@example.com>`; needed with `SMTP_URL`"
    )
    mail_waits: Seconds = Field(
        default=[_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR],
        description="pauses before each retry of a message",
    )
    mail_timeout_seconds: float = Field(
        120, gt=0, le=_LONGEST, description="how long the mail server may take for one message, or the SMS gateway"
    )
    mail_concurrency: int = Field(4, ge=1, le=100, description="messages that are sent at the same time, per worker")
    mail_per_partner_hour: int = Field(
        1000, ge=1, le=_MOST, description="messages of one partner in an hour; the rest waits"
    )
    mail_per_recipient_day: int = Field(
        10, ge=1, le=_MOST, description="messages of one partner to one address in a day; further ones are not sent"
    )
    mail_days: int = Field(
        30,
        ge=1,
        le=_MOST_DAYS,
        description="how long the state of a message is kept; its address and text are deleted when it ends",
    )
    mail_hook_secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="signs reports of returned mail at `POST /hooks/mail`; without one the server answers 404 there",
    )
    sms_url: OperatorUrl | None = Field(
        None, description="your gateway for short messages; gets one signed request for each; needs `SMS_SECRET`"
    )
    sms_secret: SecretStr | None = Field(None, min_length=16, description="signs the requests to `SMS_URL`")
    operation_days: int = Field(
        90, ge=1, le=_MOST_DAYS, description="how long finished operations and the log of their attempts are kept"
    )
    operation_waits: Seconds = Field(
        default=[1, 5, 30, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, _HOUR, 3 * _HOUR],
        description="pauses before each retry of an operation",
    )
    operation_concurrency: int = Field(100, ge=1, le=10_000, description="operations at the same time, per worker")
    execution_concurrency: int = Field(
        100,
        ge=0,
        le=10_000,
        description="runs of schedules at the same time, per worker; with 0 the worker reads nothing",
    )
    provider_timeout_seconds: float = Field(
        20, gt=0, le=_LONGEST, description="time limit of one request to a provider"
    )
    sync_timeout_seconds: float = Field(
        30, gt=0, le=_LONGEST, description="time limit of a synchronous write as a whole"
    )
    connection_recheck_waits: Seconds = Field(
        default=[10 * _MINUTE, _HOUR, 6 * _HOUR, 24 * _HOUR],
        description="pauses before the worker tries the login of a stale connection again; `none`: never",
    )
    simulator_url: ProviderUrl | None = Field(None, description="where the provider simulator listens")
    provider_urls: dict[str, ProviderUrl] = Field(
        default={},
        description="providers that are reached elsewhere than usual, by source name, such as "
        '`{"samsara": "https://api.eu.samsara.com"}`',
    )
    extra_providers: Names = Field(
        default=[],
        description="providers to offer that the contract has no source name for, such as `x-rfms`; a client that was "
        "generated from the contract refuses answers that name one",
    )
    provider_options: dict[str, dict[str, bool | int | float | str]] = Field(
        default={}, description='options of providers, by source name, such as `{"motive": {"uncertain_values": true}}`'
    )
    oauth_apps: dict[str, OAuthApp] = Field(
        default={},
        description="your applications at providers, by source name, such as "
        '`{"samsara": {"client_id": "...", "client_secret": "..."}}`; their redirect URI is '
        "`CONNECT_URL/oauth/callback`",
    )

    metrics_token: SecretStr | None = Field(
        None, min_length=16, description="bearer token for `GET /metrics`; without one the server answers 404 there"
    )
    health_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="further port at `HOST` where a server answers `/alive`, `/health`, `/ready` and "
        "`/metrics`, even while clients hold all connections",
    )
    worker_metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="port at `HOST` where a worker answers `/alive`, `/health`, `/ready` and `/metrics`",
    )

    traces_url: ProviderUrl | None = Field(
        None,
        description="an OpenTelemetry collector that takes OTLP over HTTP, such as `http://collector:4318`; without "
        "one, no traces are made; needs the extra `traces` of the package",
    )
    traces_share: float = Field(
        1,
        ge=0,
        le=1,
        description="which part of the traces is kept, whatever callers ask for: 1 is all, 0.01 is 1 %",
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="lowest level that is logged")
    log_format: Literal["console", "json"] = Field("console", description="`json` for machines, `console` for people")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *_: Any, **sources: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return sources["init_settings"], SettingsSource(settings_cls)

    @field_validator("*", mode="before")
    @classmethod
    def _require_one_line(cls, value: Any, info: ValidationInfo) -> Any:
        is_list = get_origin(cls.model_fields[str(info.field_name)].annotation) is list
        return value if is_list or not isinstance(value, str) else require_one_line(value)

    @model_validator(mode="after")
    def _require_pairs(self) -> "Settings":
        for name, needed in (
            ("smtp_url", "mail_from"),
            ("sms_url", "sms_secret"),
            ("openid_issuer", "openid_client_id"),
        ):
            if getattr(self, name) is not None and getattr(self, needed) is None:
                raise ValueError(f"{PREFIX}{name.upper()} needs {PREFIX}{needed.upper()}")
        return self

    @model_validator(mode="after")
    def _derive(self) -> "Settings":
        given = self.public_url or url_of(self.host, self.port)
        # Tokens hold the issuer, and a token of another one is refused: however it is written, it stays so.
        self.issuer_url = self.issuer_url or f"{given}/realms/{self.realm}"
        self.public_url = as_browsers_write(given)
        self.connect_url = as_browsers_write(self.connect_url or given)
        return self


def read() -> Settings:
    """The settings of this process. Raises `UnknownSetting` or pydantic's `ValidationError`."""
    require_known(Settings.model_fields)
    return Settings()
