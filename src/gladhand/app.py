"""Builds the web application: every service on one port."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response

import gladhand
from gladhand import apidocs
from gladhand.api.telematics import routes as telematics
from gladhand.api.telematics.bulk.limits import BulkLimits
from gladhand.apidocs import ReferenceSettings
from gladhand.auth import routes as auth
from gladhand.auth.access import admit, client_name, extensions_default
from gladhand.auth.openid.provider import OpenIdProvider
from gladhand.auth.people.attempts import PersonAttempts
from gladhand.auth.people.notices import AccountNotices
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.throttle import Throttle
from gladhand.auth.tokens.service import Tokens
from gladhand.config import work as packages
from gladhand.config.console import console_dependencies
from gladhand.config.keys import NotSetUp, keyring
from gladhand.config.orgs import orgs_dependencies
from gladhand.config.settings import Settings, read
from gladhand.config.wiring import (
    attempt_settings,
    mail_hook,
    openid_settings,
    operator,
    outbox,
    provider_gateway,
    token_settings,
    trace_settings,
    webhook_settings,
)
from gladhand.connect import endpoints as connect
from gladhand.connect.pages import not_found, preview
from gladhand.connect.pages.limits import FormLimits
from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.console import endpoints as console
from gladhand.console.pages import not_found as console_not_found
from gladhand.core import log, responses
from gladhand.core.background import start_background
from gladhand.core.background_rotation import BackgroundRotation
from gladhand.core.conninfo import reason
from gladhand.core.contract_route import ExtensionDefault, UnknownNames
from gladhand.core.crypto import Keyring
from gladhand.core.db import AWAY, Database, away_text, log_away
from gladhand.core.dependencies import add_dependencies, get_dependency
from gladhand.core.hosts import in_url
from gladhand.core.http import ANYWHERE, AddressGuard, new_session
from gladhand.core.idempotency.route import Callers
from gladhand.core.live_changes import LiveChanges
from gladhand.core.middleware import RequestMiddleware
from gladhand.core.migrate import known_names
from gladhand.core.pictures import PAGE_TYPES, Pictures, PublicPictures
from gladhand.core.problems import RETRY_SOON, ServiceUnavailable
from gladhand.core.processes import endpoints as probes
from gladhand.core.processes import port
from gladhand.core.processes.collector import spare_loaded_code
from gladhand.core.processes.heartbeat import Heartbeat
from gladhand.core.processes.lifespan import logged
from gladhand.core.processes.readiness import Readiness
from gladhand.core.proxies import TrustedProxies
from gladhand.core.request_body import BodyReader
from gladhand.core.request_log.recorder import RequestLog
from gladhand.core.route_index import RouteIndex
from gladhand.core.routers import add_routes
from gladhand.core.tracing import exporting
from gladhand.integrations import routes as integrations
from gladhand.integrations.hosting.brands import brands_of
from gladhand.integrations.hosting.registry import offered
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.notifications import routes as notifications
from gladhand.notifications.events import queries as feed
from gladhand.notifications.published import PublishedEvents
from gladhand.orgs import routes as orgs
from gladhand.orgs.tsps.service import install_brands
from gladhand.resources.in_house import InHouseSources

_ROUTERS = (
    *auth.ROUTERS,
    *orgs.ROUTERS,
    *integrations.ROUTERS,
    *telematics.ROUTERS,
    *notifications.ROUTERS,
    console.router,
    connect.router,
)

#: What this server publishes: each package lists its events.
PUBLISHED = PublishedEvents((*orgs.EVENTS, *integrations.EVENTS, *notifications.EVENTS))

_STARTED = log.LogEvent("server.started", "A server process serves: its version, schema, and addresses.")
_DATABASE_AWAY = log.LogEvent("database.away", "A request could not reach the database and was answered with 503.")


def build(settings: Settings, database: Database, keyring: Keyring) -> RequestMiddleware:
    """The application; it opens what it needs when the server starts it."""
    application = routed(_lifespan(settings, database, keyring), extra_providers=settings.extra_providers)
    requests = RequestLog(database, is_kept=settings.request_log_hours > 0)
    add_dependencies(application, LiveChanges(database), requests)
    return RequestMiddleware(
        application,
        BodyReader(max_bytes=settings.max_body_bytes, seconds=settings.body_timeout_seconds),
        TrustedProxies.of(settings.trusted_proxies),
        requests,
        origins=settings.allowed_origins,
    )


def end_streams(application: RequestMiddleware) -> None:
    """End the answers that have no end of their own. The server waits for all others before it stops."""
    get_dependency(application.app, LiveChanges).end_streams()


def routed(lifespan: Any = None, *, extra_providers: Collection[str] = ()) -> FastAPI:
    """All routes, with nothing opened: enough to write the documents."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        # A redirect would turn a POST into a GET, and send the token after it.
        redirect_slashes=False,
        lifespan=lifespan,
        # It would export paths, which hold ids of invitations. The server has metrics and log lines of its own.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    responses.install(app, admit)
    not_found.install(app)
    console_not_found.install(app)
    add_dependencies(
        app,
        PUBLISHED,
        InHouseSources.among(offered(extra_providers)),
        Callers(admit, client_name),
        ExtensionDefault(extensions_default),
        FormLimits(),
        Passwords(),
    )
    for error in AWAY:
        app.add_exception_handler(error, _database_away)
    for router in _ROUTERS:
        add_routes(app.router, router)
    apidocs.add_to(app)
    add_routes(app.router, probes.router)
    RouteIndex.install(app.router)
    return app


async def _database_away(_: Request, error: Exception) -> Response:
    """The database is unreachable, or ended a statement. Nothing was committed, so the client may retry."""
    log_away(error, _DATABASE_AWAY, reason=reason(error))
    problem = ServiceUnavailable(away_text(error), headers=RETRY_SOON)
    return responses.problem_answer(problem)


def _lifespan(settings: Settings, database: Database, keyring: Keyring) -> Any:
    # Before anything is opened: what is wrong here stops the command with one line.
    attempt_settings(settings)
    trace_settings(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        guard = AddressGuard.allowing(settings.allowed_networks)
        async with (
            exporting(trace_settings(settings), "server", gladhand.__version__),
            database,
            new_session(guard) as session,
            new_session(AddressGuard()) as public_session,
            new_session(ANYWHERE) as operators_session,
        ):
            tokens = await Tokens.load(database, keyring, token_settings(settings))
            async with database.transaction() as db:
                offers = offered(settings.extra_providers).values()
                await install_brands(db, brands_of(offers, provider_picture_path))
                await feed.update_ahead(db)
            heartbeat = Heartbeat(database, "server")
            readiness = Readiness(database)
            rotation = BackgroundRotation(database, keyring)
            metrics = packages.metrics(settings)
            add_dependencies(
                app,
                database,
                readiness,
                keyring,
                guard,
                session,
                Pictures(session, PAGE_TYPES),
                PublicPictures(public_session, PAGE_TYPES),
                tokens,
                UnknownNames(settings.refuse_unknown_names, admit),
                Throttle(settings.requests_per_second, settings.request_burst),
                BulkLimits(),
                *orgs_dependencies(settings),
                operator(settings),
                rotation,
                preview.PreviewSettings(settings.public_url),
                *console_dependencies(settings, operators_session),
                outbox(settings, keyring),
                AccountNotices(outbox(settings, keyring), settings.connect_url),
                webhook_settings(settings),
                mail_hook(settings),
                OpenIdProvider(openid_settings(settings), operators_session),
                PersonAttempts(database, keyring, burst_per_address=settings.sign_in_burst_per_address),
                metrics,
                ReferenceSettings(settings.public_url, f"{settings.issuer_url}/protocol/openid-connect"),
                provider_gateway(settings, AiohttpTransport(session), database, keyring),
            )
            add_dependencies(app, packages.mail_handlers(app.state.container))
            loops = (heartbeat, get_dependency(app, RequestLog), packages.recorder(database))
            lasting = [start_background(loop.run()) for loop in loops]
            refreshing = start_background(tokens.refresh_revoked())
            async with port.serving(database, metrics, readiness, settings.host, settings.health_port):
                spare_loaded_code()
                log.get_logger().info(
                    _STARTED,
                    version=gladhand.__version__,
                    schema=known_names()[-1],
                    address=f"{in_url(settings.host)}:{settings.port}",
                    public_url=settings.public_url,
                )
                yield
            for loop in loops:
                loop.stop()
            refreshing.cancel()
            await rotation.close()
            await asyncio.wait([*lasting, refreshing])
            await get_dependency(app, LiveChanges).close()
            for task in lasting:
                task.result()

    return logged(lifespan) if settings.server_processes > 1 else lifespan


def from_environment() -> RequestMiddleware:
    """For a server of several processes: each one builds its own application."""
    settings = read()
    log.configure(level=settings.log_level, form=settings.log_format)
    url = settings.database_url
    if url is None:
        raise NotSetUp("several server processes need GLADHAND_DATABASE_URL")
    database = Database(url.get_secret_value(), max_size=settings.database_connections, name="gladhand-server")
    return build(settings, database, keyring(settings))
