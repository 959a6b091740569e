"""Arguments of commands as people paste them: cleaned, or refused with one sentence."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from tests.conftest import PartnerFixture
from typer.testing import CliRunner, Result

from gladhand.cli import main
from gladhand.core.db import Database
from gladhand.orgs.external_tsps.queries import RegistryEntry, upsert_external_tsps

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str, encryption_keys: str) -> Run:
    monkeypatch.setenv("GLADHAND_DATABASE_URL", database_url)
    monkeypatch.setenv("GLADHAND_ENCRYPTION_KEYS", encryption_keys)
    monkeypatch.setenv("COLUMNS", "300")

    async def command(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, main.build(list(arguments[:1])), list(arguments))

    return command


async def test_what_copying_brings_along_is_taken_out(run: Run) -> None:
    slug = f"acme-{uuid4().hex[:8]}"
    made = await run("partner", "create", " Acme\u00a0Works\u200b", "--slug", f"\u202a{slug}\u202c ")
    assert f"slug={slug}\n" in made.output
    shown = await run("partner", "show", f"\ufeff{slug}")
    assert "name: Acme Works\n" in shown.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["partner", "create", "\u200b"], "must not be empty"),
        (["partner", "create", "Acme", "--slug", "A B/../"], "'A B/../' cannot be a slug"),
        (["partner", "create", "Acme\udcff"], "is not written in UTF-8"),
        (["client", "create", "--admin", "--name", " "], "must not be empty"),
        (["client", "rotate", "x", "--overlap-hours", "nan"], "must be a number"),
        (["client", "revoke", "nobody"], "there is no client with this id.  "),
    ],
)
async def test_what_cannot_be_meant_is_refused(run: Run, arguments: list[str], reason: str) -> None:
    refused = await run(*arguments)
    assert refused.exit_code == 2
    assert reason in refused.output


def _mistyped(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")


async def test_names_that_are_unknown_are_refused_with_the_near_one(
    partner: PartnerFixture, database: Database, run: Run
) -> None:
    other = _mistyped(partner.client_id)
    made = await run("application", "create", "App", "--redirect-uri", "https://app.example/signed-in")
    client_id = made.output.strip().removeprefix("client_id=")
    mistyped = _mistyped(client_id)
    async with database.transaction() as db:
        await upsert_external_tsps(db, [RegistryEntry("Rigwatch")])
    for arguments, near in (
        (("partner", "show", f"{partner.slug}x"), partner.slug),
        (("fleet", "list", "--partner", partner.slug.upper()), partner.slug),
        (("client", "rotate", other), partner.client_id),
        (("client", "revoke", other), partner.client_id),
        (("application", "revoke", mistyped), client_id),
        (("mail", "words", "--partner", partner.slug, "--kind", "invitations", "--language", "en"), "invitation"),
        (("mail", "words", "--partner", partner.slug, "--kind", "invitation", "--language", "EN"), "en"),
        (("external-tsps", "link", "Samsara", "groundhogs"), "groundhog"),
        (("external-tsps", "link", "Rigwach", "groundhog"), "Rigwatch"),
    ):
        refused = await run(*arguments)
        assert refused.exit_code == 2
        assert f"Did you mean {near}?" in refused.output


async def test_a_revoked_client_is_named_so(partner: PartnerFixture, run: Run) -> None:
    assert (await run("client", "revoke", partner.client_id)).exit_code == 0
    for command in ("revoke", "rotate"):
        assert "this client is revoked already" in (await run("client", command, partner.client_id)).output
    made = await run("application", "create", "App", "--redirect-uri", "https://app.example/signed-in")
    client_id = made.output.strip().removeprefix("client_id=")
    assert (await run("application", "revoke", client_id)).exit_code == 0
    assert "this application is revoked already" in (await run("application", "revoke", client_id)).output
