"""Who owns the rows of each table: the one list that says how tables may be spread over several servers.

See decision 0005. Tests hold this list against the migrated schema, and the SQL of every package against it.
"""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class TableKind(StrEnum):
    """Who owns the rows of a table; the owner's column is the first of its keys."""

    GLOBAL = "global"
    """Nobody: few rows that everybody may join, or rows that live for a short time."""
    BY_PARTNER = "by partner"
    BY_FLEET = "by fleet"

    @property
    def owner(self) -> str | None:
        """The column that every key contains."""
        return {TableKind.BY_PARTNER: "partner_id", TableKind.BY_FLEET: "fleet_id"}.get(self)


@dataclass(frozen=True)
class TableFacts:
    """One table, or all tables whose name fits the pattern `name`."""

    name: str
    package: str
    """The package whose queries read and write it."""
    kind: TableKind
    is_spread: bool = False
    """Whether its rows may be spread over several servers; all other tables stay on the one that coordinates them."""
    is_unasked: bool = False
    """Whether servers write to it at any moment, whatever they are asked: heartbeats, the log of requests, figures."""


TABLES = (
    TableFacts("api_request", "core", TableKind.BY_PARTNER, is_unasked=True),
    TableFacts("api_request_quarter", "core", TableKind.BY_PARTNER, is_unasked=True),
    TableFacts("queue_minute", "core", TableKind.GLOBAL, is_unasked=True),
    TableFacts("counter", "core", TableKind.BY_PARTNER),
    TableFacts("idempotency_key", "core", TableKind.GLOBAL),
    TableFacts("mail", "core", TableKind.BY_PARTNER),
    TableFacts("mail_stop", "core", TableKind.BY_PARTNER),
    TableFacts("mail_text", "core", TableKind.BY_PARTNER),
    TableFacts("secret_count", "core", TableKind.GLOBAL),
    TableFacts("write_probe", "core", TableKind.GLOBAL),
    TableFacts("process", "core", TableKind.GLOBAL, is_unasked=True),
    TableFacts("attempt_count", "core", TableKind.GLOBAL),
    TableFacts("api_client", "auth", TableKind.GLOBAL),
    TableFacts("person", "auth", TableKind.GLOBAL),
    TableFacts("person_grant", "auth", TableKind.GLOBAL),
    TableFacts("person_identity", "auth", TableKind.GLOBAL),
    TableFacts("person_link", "auth", TableKind.GLOBAL),
    TableFacts("person_passkey", "auth", TableKind.GLOBAL),
    TableFacts("person_recovery_code", "auth", TableKind.GLOBAL),
    TableFacts("person_role", "auth", TableKind.GLOBAL),
    TableFacts("person_session", "auth", TableKind.GLOBAL),
    TableFacts("public_client", "auth", TableKind.GLOBAL),
    TableFacts("revoked_token", "auth", TableKind.GLOBAL),
    TableFacts("rights_change", "auth", TableKind.GLOBAL),
    TableFacts("signing_key", "auth", TableKind.GLOBAL),
    TableFacts("used_passkey_challenge", "auth", TableKind.GLOBAL),
    TableFacts("used_refresh_token", "auth", TableKind.GLOBAL),
    TableFacts("feed", "notifications", TableKind.GLOBAL),
    TableFacts("feed_reader", "notifications", TableKind.BY_PARTNER),
    TableFacts("delivery", "notifications", TableKind.BY_PARTNER),
    TableFacts("delivery_attempt", "notifications", TableKind.BY_PARTNER),
    TableFacts("event", "notifications", TableKind.BY_PARTNER),
    TableFacts("webhook", "notifications", TableKind.BY_PARTNER),
    TableFacts("webhook_health", "notifications", TableKind.BY_PARTNER),
    TableFacts("webhook_quarter", "notifications", TableKind.BY_PARTNER),
    TableFacts("webhook_sequence", "notifications", TableKind.BY_PARTNER),
    TableFacts("external_tsp", "orgs", TableKind.GLOBAL),
    TableFacts("fleet", "orgs", TableKind.GLOBAL),
    TableFacts("partner", "orgs", TableKind.GLOBAL),
    TableFacts("tsp", "orgs", TableKind.GLOBAL),
    TableFacts("branding", "orgs", TableKind.BY_PARTNER),
    TableFacts("partner_consent", "orgs", TableKind.BY_PARTNER),
    TableFacts("sharing_browser", "orgs", TableKind.BY_PARTNER),
    TableFacts("sharing_link", "orgs", TableKind.BY_PARTNER),
    TableFacts("embed_key", "orgs", TableKind.BY_PARTNER),
    TableFacts("fleet_property", "orgs", TableKind.BY_FLEET),
    TableFacts("funnel_step_taken", "orgs", TableKind.BY_PARTNER),
    TableFacts("integration_request", "orgs", TableKind.BY_PARTNER),
    TableFacts("invitation", "orgs", TableKind.BY_PARTNER),
    TableFacts("partner_property", "orgs", TableKind.BY_PARTNER),
    TableFacts("share_agreement", "orgs", TableKind.BY_PARTNER),
    TableFacts("record_retention", "records", TableKind.GLOBAL),
    TableFacts("record_*", "records", TableKind.BY_FLEET, is_spread=True),
    TableFacts("account_budget", "integrations", TableKind.GLOBAL),
    TableFacts("budget_minute", "integrations", TableKind.GLOBAL, is_unasked=True),
    TableFacts("operation_quarter", "integrations", TableKind.BY_PARTNER, is_unasked=True),
    TableFacts("freshness_quarter", "integrations", TableKind.BY_PARTNER),
    TableFacts("connection", "integrations", TableKind.BY_FLEET),
    TableFacts("schedule", "integrations", TableKind.BY_FLEET),
    TableFacts("schedule_parent", "integrations", TableKind.BY_FLEET),
    TableFacts("execution", "integrations", TableKind.BY_FLEET),
    TableFacts("fingerprint_key", "integrations", TableKind.GLOBAL),
    TableFacts("connection_pre_auth", "integrations", TableKind.BY_FLEET),
    TableFacts("connection_session", "integrations", TableKind.BY_FLEET),
    TableFacts("resource_operation", "integrations", TableKind.BY_PARTNER),
    TableFacts("resource_operation_log", "integrations", TableKind.BY_PARTNER),
    TableFacts("console_link", "console", TableKind.GLOBAL),
    TableFacts("visit_connection", "connect", TableKind.GLOBAL),
    TableFacts("sign_in", "connect", TableKind.BY_FLEET),
)


def facts_of(table: str) -> TableFacts | None:
    """The facts of the table with this name. None if the list does not know it."""
    return next((facts for facts in TABLES if fnmatchcase(table, facts.name)), None)
