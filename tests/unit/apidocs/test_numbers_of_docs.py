"""Numbers in the prose of the docs are those of the code. A sentence is written here with the values in it."""

import inspect
import math
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tools.house_rules import LONGEST_MODULE

from gladhand.cli import client, renormalise, simulator
from gladhand.config.settings import Settings
from gladhand.core.retention import retentions
from gladhand.resources.resource import Resource

ROOT = Path(__file__).resolve().parents[3]
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_WORDS = {1: "one", 2: "two", 3: "three", 10: "ten", 12: "twelve", 15: "fifteen", 20: "twenty"}


def of(place: str) -> Any:
    """The value of a constant, by its module below gladhand and its name."""
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"gladhand.{module}"), name)


def whole(value: Any, unit: Any) -> int:
    """How often the unit is in the value. A value of another size is refused: rounded, it would pass for the number."""
    number, rest = divmod(value, unit)
    assert not rest, f"{value} is no whole number of {unit}"
    return int(number)


def word(number: float) -> str:
    assert math.isclose(number, round(number)), f"{number} is not whole"
    return _WORDS[round(number)]


def setting(name: str) -> Any:
    return Settings.model_fields[name].get_default(call_default_factory=True)


def option(command: Any, name: str) -> Any:
    return inspect.signature(command).parameters[name].default


def pause(seconds: float) -> str:
    for unit, name in ((3600, "h"), (60, "min"), (1, "s")):
        if seconds >= unit:
            return f"{seconds / unit:g} {name}"
    raise AssertionError(f"no pause: {seconds}")


def listed(texts: list[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def kept(table: str) -> timedelta:
    known = retentions(event_days=setting("event_days"), operation_days=90, mail_days=90, request_log_hours=24)
    [found] = [each.keep for each in known if each.table == table]
    return found


breaker, history, attempts = "notifications.deliveries.breaker.", "simulator.history.", "auth.people.attempts."
account, forgotten = of(f"{attempts}_OF_ACCOUNT"), of(f"{attempts}_OF_FORGOTTEN")
person_pause = of(f"{attempts}_PAUSE_OF_ADDRESS")
provider_pause = of("integrations.accounts.sign_in_limits._PAUSE_OF_ADDRESS")
rate, burst = of("connect.pages.limits._SIGN_INS")
some, many = of(f"{breaker}_SOME"), of(f"{breaker}_MANY")
probes = [f"{seconds / 60:g}" for seconds in setting("delivery_probe_waits")]
days_apart = of(f"{history}LONGEST_WINDOW") / DAY.total_seconds()
failures = of("integrations.schedules.schemas.ScheduleCreate").model_fields["consecutive_error_threshold"]

SENTENCES = {
    "SECURITY.md": [
        f"they expire after {word(setting('access_token_seconds') / 3600)} hour,",
        f"those of fleets after {word(setting('fleet_access_token_seconds') / 3600)}",
    ],
    "CONTRIBUTING.md": [f"`make check` fails above {LONGEST_MODULE} lines"],
    "docs/agreements.md": [f"rounded to {10 ** -of('records.privacy.covered.COARSE_DECIMALS')} degrees"],
    "docs/architecture.md": [f"after {word(failures.default)} in a row the schedule becomes inactive"],
    "docs/connect.md": [
        f"pictures of at most {whole(of('core.pictures._MOST_BYTES'), 1000)} kB",
        f"at most {word(burst)} times in a row, then once in {word(1 / rate)} seconds",
    ],
    "docs/console.md": [
        f"waits {whole(of('console.sessions.service.LINK_LASTS'), MINUTE)} minutes for it",
        f"which waits {word(of('cli.up._CONSOLE_LINK_LASTS') / HOUR)} hours",
        f"{word(of('auth.sessions.service.CONSOLE_IDLE') / HOUR)} hours after its last page",
        f"{word(of('auth.sessions.service.CONSOLE_FOR') / HOUR)} hours after the sign-in",
    ],
    "docs/mail.md": [f"at most {whole(of('core.pictures._MOST_BYTES'), 1000)} kB"],
    "docs/operations.md": [
        f"`--overlap-hours` ({option(client.rotate, 'overlap_hours')})",
        f"seen in the last {of('core.processes.queries.DEAD_AFTER_SECONDS'):g} seconds",
        f"within about {of('core.processes.readiness._QUERY_SECONDS')} s",
        f"{word(option(renormalise.command, 'limit'))} of each resource",
        f"kept for {whole(of('records.retention._RAW'), DAY)} days",
        f"differs from the database's by more than {whole(of('core.db._TOLERATED_DIFFERENCE'), SECOND)} seconds",
        f"Servers and workers that were seen in the last {of('core.processes.queries.DEAD_AFTER_SECONDS'):g} seconds",
    ],
    "docs/people.md": [
        f"works once within {of('cli.person._LONGEST_HOURS')} hours",
        f"works once, for {whole(of('orgs.people.service._LINK_LASTS'), HOUR)} hours",
        f"work for up to {of('cli.person._LONGEST_HOURS')} hours",
        f"at least {word(of('auth.people.passwords.LEAST_CHARACTERS'))} characters",
        f"({word(account.burst)}, then one every {word(account.pause / MINUTE)} minutes)",
        f"then one every {whole(person_pause, SECOND)} seconds",
        f"{word(forgotten.burst)} such mails, then one every {word(forgotten.pause / MINUTE)} minutes",
        f"a sign-in of the last {word(of('connect.people.confirmation._FRESH_FOR') / MINUTE)} minutes",
        f"again within {word(of('auth.tokens.service._REUSE_LEEWAY_SECONDS'))} seconds",
        f"once in {word(of(f'{attempts}_NOTED').pause / MINUTE)} minutes for each",
    ],
    "docs/providers.md": [f"of at most {whole(of('integrations.hosting.registry._MOST_PICTURE_BYTES'), 1000)} kB"],
    "docs/quickstart.md": [f"For {whole(kept('idempotency_key'), HOUR)} hours, a request with the same key"],
    "docs/reading.md": [
        f"`size` is {of('core.keyset.DEFAULT_SIZE')} by default and at most {Resource.largest_page:,}",
        f"at most {whole(of('api.telematics.list_parameters._LONGEST_WINDOW'), DAY)} days",
        f"at most {of('records.coverage_queries.SAMPLE'):,} of each resource",
    ],
    "docs/settings.md": [
        f"one more every {whole(person_pause, SECOND)} seconds, or {whole(provider_pause, SECOND)}",
        f"dead letters: {of('notifications.deliveries.log_queries.DAYS')} days",
    ],
    "docs/simulator.md": [
        f"a fleet of {option(simulator.command, 'trucks')} trucks",
        f"Up to {of('cli.simulator.MOST_TRUCKS'):,} trucks",
        f"up to {of(f'{history}_MOST_FEED_ROWS'):,} rows; a cursor expires after {of(f'{history}FEED_DAYS')} days",
        f"at most {days_apart:g} days apart; `cursor`; up to {of(f'{history}_MOST_ROWS')} rows",
        f"all rows of up to {of(f'{history}_MOST_DRIVERS')} drivers",
    ],
    "docs/webhooks.md": [
        f"`GLADHAND_DELIVERY_TIMEOUT_SECONDS` ({setting('delivery_timeout_seconds'):g} s)",
        f"lists the pauses: {listed([pause(each) for each in setting('delivery_waits')])}.",
        f"a dead letter for {of('notifications.deliveries.log_queries.DAYS')} days",
        f"{word(of(f'{breaker}_FAILURES_OF_FEW'))} in a row while there are fewer than {some} attempts",
        f"{of(f'{breaker}_LEAST_RATE') * 100:g} % success of {some} to {many - 1} attempts",
        f"below {of(f'{breaker}_LEAST_WEIGHTED_RATE') * 100:g} % from {many} attempts on",
        f"after {listed(probes[:-1])} minutes and then every hour",
        f"For {setting('webhook_secret_overlap_hours'):g} hours (`GLADHAND_WEBHOOK_SECRET_OVERLAP",
    ],
    "docs/writing.md": [f"of at most {of('core.unknown_names._MOST_NAMES')} names"],
}


@pytest.mark.parametrize("page", SENTENCES)
def test_a_page_names_the_numbers_of_the_code(page: str) -> None:
    text = " ".join((ROOT / page).read_text().split())

    assert [sentence for sentence in SENTENCES[page] if sentence not in text] == []


def test_the_last_probe_waits_an_hour() -> None:
    assert probes[-1] == f"{HOUR / MINUTE:g}"


def test_the_glossary_is_short() -> None:
    """A module can be read without it; more than these terms would say that it cannot."""
    rows = [line for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("| ")]

    assert len(rows) - 1 <= 40
