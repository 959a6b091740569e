"""`gladhand person` and `gladhand application`, as an operator uses them."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from pyotp import TOTP, parse_uri
from tests.conftest import PartnerFixture
from tests.integration.connect.conftest import Visitor
from tests.integration.connect.people.conftest import PASSWORD, MakePerson, sign_in
from tests.notices import NO_NOTICES
from typer.testing import CliRunner

from gladhand.auth.people import queries
from gladhand.auth.second_step import service as second_step
from gladhand.cli import main
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Database

Command = Callable[..., Awaitable[tuple[int, str]]]
NEW_PASSWORD = "seven quiet boats at dawn"


@pytest.fixture
def command(database_url: str, encryption_keys: str, server: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command; its exit code and what it prints."""
    monkeypatch.setenv("GLADHAND_DATABASE_URL", database_url)
    monkeypatch.setenv("GLADHAND_ENCRYPTION_KEYS", encryption_keys)
    monkeypatch.setenv("GLADHAND_PUBLIC_URL", server)

    async def run(*arguments: str) -> tuple[int, str]:
        done = await asyncio.to_thread(CliRunner().invoke, main.build(list(arguments[:1])), list(arguments))
        return done.exit_code, done.output.strip()

    return run


async def test_a_person_of_a_partner_from_the_first_link_to_the_end(command: Command, visitor, partner: PartnerFixture):
    email = f"{uuid4().hex[:12]}@people.example"
    code, link = await command("person", "add", email, "--partner", partner.slug, "--read-only")
    assert code == 0, link
    page = await visitor.open(link)
    await visitor.submit(page, "/account/new-password", password=PASSWORD)
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), email)
    assert page.heading == "Overview"

    _, listed = await command("person", "list", "--partner", partner.slug)
    assert f"partner_reader {partner.slug}" in listed
    assert (await command("person", "roles", email, "--partner", partner.slug))[0] == 0
    assert (await command("person", "roles", email, "--partner", partner.slug))[0] == 2
    _, roles = await command("person", "roles", email, "--partner", partner.slug, "--read-only", "--take")
    assert "partner_admin" in roles
    assert "partner_reader" not in roles

    assert (await command("person", "disable", email))[0] == 0
    assert (await visitor.open("/my-data")).heading == "Sign in"
    assert (await command("person", "reset-link", email))[0] == 2
    assert (await command("person", "disable", email, "--undo"))[0] == 0
    code, link = await command("person", "reset-link", email)
    assert (await visitor.open(link)).heading == "Set a new password"


async def test_a_role_for_an_address_that_nobody_has_proved_takes_what_a_stranger_may_have_set(
    command: Command, visitor: Visitor, make_person: MakePerson, partner: PartnerFixture, database: Database,
    keyring: Keyring,
):  # fmt: skip
    """Anybody can register the address of a colleague, with a password and a second step of the own."""
    made = await make_person()
    await sign_in(visitor, await visitor.open("/account/sign-in"), made.email)
    assert (await visitor.open("/my-data")).heading == "What you share"
    async with database.transaction() as db:
        uri = await second_step.begin(db, keyring, await queries.get_locked_person(db, made.id))
        await second_step.confirm(db, keyring, made.id, code_of(uri), address=None, notices=NO_NOTICES)

    code, output = await command("person", "roles", made.email, "--partner", partner.slug)
    assert code == 0, output
    assert (await visitor.open("/my-data")).heading == "Sign in"
    refused = await sign_in(visitor, await visitor.open("/account/sign-in"), made.email)
    assert refused.status == 422
    _, listed = await command("person", "list", "--partner", partner.slug)
    assert "yes" not in listed
    await set_password(visitor, output)
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), made.email, NEW_PASSWORD)
    assert page.heading == "Overview"

    # The address is proved now, so that another role changes no password.
    code, output = await command("person", "roles", made.email, "--admin")
    assert "new-password" not in output
    assert (await visitor.open("/console")).heading == "Health"


async def test_the_first_link_of_the_mailbox_ends_the_second_step_of_a_stranger(
    command: Command, visitor: Visitor, make_person: MakePerson, database: Database, keyring: Keyring
):
    made = await make_person()
    async with database.transaction() as db:
        uri = await second_step.begin(db, keyring, await queries.get_locked_person(db, made.id))
        await second_step.confirm(db, keyring, made.id, code_of(uri), address=None, notices=NO_NOTICES)
    await set_password(visitor, (await command("person", "reset-link", made.email))[1])
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), made.email, NEW_PASSWORD)
    assert page.heading == "What you share"


async def set_password(visitor: Visitor, output: str) -> None:
    """Open the link that a command has printed."""
    found = re.search(r"http\S+/account/new-password\?token=\S+", output)
    assert found is not None, output
    page = await visitor.open(found[0])
    page = await visitor.submit(page, "/account/new-password", password=NEW_PASSWORD)
    assert page.heading == "Your new password is set"


def code_of(uri: Secret) -> str:
    """The code that an authenticator app shows now."""
    totp = parse_uri(uri.reveal())
    assert isinstance(totp, TOTP)
    return totp.now()


@pytest.mark.parametrize(
    "arguments",
    [
        ("person", "add", "no address", "--admin"),
        ("person", "add", "a@people.example"),
        ("person", "add", "a@people.example", "--admin", "--partner", "x"),
        ("person", "add", "a@people.example", "--admin", "--read-only"),
        ("person", "add", "a@people.example", "--fleet", "01234567-89ab-4def-8123-456789abcdef"),
        ("person", "roles", "nobody@people.example"),
        ("application", "create", "App", "--redirect-uri", "http://app.example/"),
        ("application", "create", "App", "--redirect-uri", "https://app.example/#x"),
        ("application", "create", "App", "--redirect-uri", "https://user@app.example/"),
        ("application", "create", "App", "--redirect-uri", "javascript:alert(1)"),
        ("application", "revoke", "app-unknown"),
    ],
    ids=" ".join,
)
async def test_what_is_wrong_is_said_and_changes_nothing(command: Command, arguments):
    code, output = await command(*arguments)
    assert code == 2, output


async def test_an_application_that_is_revoked_gets_nothing_more(command: Command, visitor):
    _, made = await command("application", "create", "Phone", "--redirect-uri", "com.example.app:/signed-in")
    client_id = made.removeprefix("client_id=")
    page = f"/account/sign-in?client_id={client_id}&redirect_uri=com.example.app:/signed-in"
    assert (await visitor.open(page)).heading == "Sign in"
    assert (await command("application", "revoke", client_id))[0] == 0
    assert (await visitor.open(page)).status == 400
    assert client_id in (await command("application", "list"))[1]
