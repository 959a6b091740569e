"""The work of all packages, for the worker, and for the metrics and the mail hook of the server."""

from gladhand.config.settings import Settings
from gladhand.core.container import Container
from gladhand.core.crypto import Secret
from gladhand.core.db import Database
from gladhand.core.figures.recorder import MinuteRecorder
from gladhand.core.mail.handlers import MailHandler, MailHandlers
from gladhand.core.metrics import Metrics
from gladhand.core.processes import readiness
from gladhand.integrations.work import WORK as INTEGRATIONS
from gladhand.notifications.work import WORK as NOTIFICATIONS
from gladhand.orgs.work import WORK as ORGS
from gladhand.records.work import WORK as RECORDS

ALL = (ORGS, INTEGRATIONS, NOTIFICATIONS, RECORDS)


def metrics(settings: Settings) -> Metrics:
    token = settings.metrics_token
    return Metrics(
        Secret(token.get_secret_value()) if token else None,
        (readiness.refresh_gauges, *(gauge for work in ALL for gauge in work.gauges)),
    )


def recorder(database: Database) -> MinuteRecorder:
    return MinuteRecorder(database, [take for work in ALL for take in work.figures])


def mail_handlers(container: Container) -> MailHandlers:
    found: dict[str, MailHandler] = {}
    for package in ALL:
        for make in package.mail:
            found.update(make(container))
    return MailHandlers(found)
