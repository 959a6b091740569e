"""What an operator does about mail on the command line."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import settings
from tests.fakes.smtp import MailServer, serving_mail
from tests.forked_processes import command_line

from gladhand.core.db import Database
from gladhand.orgs.partners.queries import find_partner


@pytest.fixture
def mail_server():
    with serving_mail(MailServer()) as server:
        yield server


@pytest.fixture
def gladhand(deliveries_database_url: str, encryption_keys: str) -> Callable[..., tuple[int, str]]:
    """Runs a command: its exit code, and all that it printed."""

    def run(*arguments: str, **more: str) -> tuple[int, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
        environment = clean | settings(deliveries_database_url, encryption_keys, **more)
        done = command_line(*arguments, environment=environment)
        return done.returncode, done.stdout + done.stderr

    return run


def mail(server: MailServer, **more: str) -> dict[str, str]:
    return {"GLADHAND_SMTP_URL": server.url, "GLADHAND_MAIL_FROM": "Hub <no-reply@hub.example.com>"} | more


def test_a_test_message_arrives(gladhand, mail_server):
    code, text = gladhand("mail", "test", "joe@example.com", "--language", "ar", **mail(mail_server))
    assert (code, "has taken a message" in text) == (0, True), text
    (taken,) = mail_server.taken
    assert (taken.recipient, taken.message["Subject"]) == ("joe@example.com", "بريد هذا الخادم يعمل")
    assert taken.message["List-Unsubscribe"] is None
    mail_server.at_recipient = lambda _: "550 5.1.1 no such user"
    code, text = gladhand("mail", "test", "joe@example.com", **mail(mail_server))
    assert (code, "550 5.1.1 no such user" in text) == (1, True), text


def test_doctor_signs_in_at_the_mail_server(gladhand, mail_server):
    _, text = gladhand("doctor", **mail(mail_server))
    assert f"127.0.0.1:{mail_server.port} takes mail from no-reply@hub.example.com" in text
    _, text = gladhand("doctor", **mail(mail_server, GLADHAND_SMTP_URL="smtp://127.0.0.1:1"))
    assert "TROUBLE" in next(line for line in text.splitlines() if " mail " in line)


async def test_a_partner_gets_its_own_words_and_loses_them(
    gladhand, mail_database: Database, partner_id: Any, tmp_path: Path, queue, state, mailing, mail_server
):
    async with mail_database.connection() as db:
        partner = await find_partner(db, partner_id)
    assert partner is not None
    body = tmp_path / "body.txt"
    body.write_text("Hello from {partner}.\n\nUntil {until}.")
    options = ["--partner", partner.slug, "--kind", "invitation", "--language", "en"]
    words = ["mail", "words", *options, "--subject", "{partner} calls", "--button", "Go", "--body", str(body)]
    assert gladhand(*words) == (0, "")
    code, text = gladhand(*[word.replace("{partner} calls", "{password}") for word in words])
    assert (code, "there is no {password}" in text) == (2, True), text
    async with mailing(mail_server):
        await state(await queue("joe@example.com"))
        assert gladhand("mail", "words", *options) == (0, "")
        await state(await queue("ann@example.com"))
    subjects = [each.message["Subject"] for each in mail_server.taken]
    assert subjects == ["Tests calls", "Tests invites you to connect your fleet"]
    code, text = gladhand("mail", "list", "--partner", partner.slug)
    assert (code, text.count("sent"), "example.com" in text) == (0, 2, False), text
