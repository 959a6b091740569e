"""`clients/python` against a running hub."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import PartnerFixture, Process, eventually
from tests.integration.conftest import Connected

from gladhand_client import (
    AsyncClient,
    BadRequest,
    Client,
    ConnectionFailed,
    NotFound,
    NotJson,
    OperationFailed,
    Unauthorized,
    Unprocessable,
)
from gladhand_client.copies import AsyncCopy, Copy

PERMISSIONS = {"user": "read_write", "vehicle": "read"}


@pytest.fixture
def client(server: str, partner: PartnerFixture) -> Iterator[Client]:
    with Client(server, client_id=partner.client_id, client_secret=partner.client_secret) as made:
        yield made


def driver(connection_id: object, **fields: Any) -> dict[str, Any]:
    name = f"driver-{uuid4().hex[:8]}"
    return {"connection_id": str(connection_id), "first_name": "Ann", "last_name": "Lee", "username": name} | fields


def test_a_fleet_is_invited_accepts_and_is_listed(client: Client, server: str) -> None:
    invitation = client.invitations.create({"fleet_ref": "fleet-7", "permissions": PERMISSIONS})
    assert invitation.status == "active"
    assert str(invitation.id) in str(invitation.magic_link)
    with Client(server) as anybody:
        accepted = anybody.invitations.accept(invitation.id)
    assert accepted.fleet_id is not None
    assert [fleet.id for fleet in client.fleets.list(fleet_refs=["fleet-7"])] == [accepted.fleet_id]
    with Client(server, token=accepted.pre_registration_access_token) as fleet:
        assert fleet.fleets.get(accepted.fleet_id).id == accepted.fleet_id


def test_a_list_is_read_page_by_page(client: Client) -> None:
    made = [client.invitations.create({"fleet_ref": f"fleet-{number}"}).id for number in range(7)]
    assert [invitation.id for invitation in client.invitations.list(size=3)] == made
    pages = list(client.invitations.list(size=3).pages())
    assert [(len(page.items), page.total) for page in pages] == [(3, 7), (3, 7), (1, 7)]
    behind_the_first = client.invitations.list(size=3, cursor=pages[0].next_page)
    assert [invitation.id for invitation in behind_the_first] == made[3:]


def test_a_write_is_waited_for(client: Client, connected: Connected, worker: Process) -> None:
    operation = client.users.create(driver(connected.connection_id))
    written = client.wait(operation)
    (user,) = client.users.list(source_ids=[str(written.source_id)])
    assert (user.id, user.first_name) == (written.resource_id, "Ann")
    changed = client.wait(client.users.update(user.id, driver(connected.connection_id, first_name="Anne")))
    assert changed.resource_id == user.id
    assert client.users.get(user.id).first_name == "Anne"


def test_a_dry_run_says_what_would_be_done(client: Client, connected: Connected) -> None:
    plan = client.users.create(driver(connected.connection_id, username="dry"), dry_run=True)
    assert {each["field"]: each["outcome"] for each in plan["field_results"]}["username"] == "applied"
    assert client.users.list().first() is None


async def test_a_write_that_fails_says_why(client: Client, connected: Connected, worker: Process) -> None:
    await connected.account.inject_fault("reject", count=None, method="POST")
    with pytest.raises(OperationFailed) as failed:
        client.wait(client.users.create(driver(connected.connection_id)))
    assert failed.value.operation.status == "failed"
    assert failed.value.operation.logs


def test_errors_are_classes_with_what_is_wrong(client: Client, server: str) -> None:
    with pytest.raises(NotFound) as missing:
        client.fleets.get(uuid4())
    assert missing.value.status == 404
    assert missing.value.request_id
    with pytest.raises(Unprocessable) as wrong:
        client.invitations.create({"fleet_ref": "x", "expires_in_hours": -1})
    assert any("expires_in_hours" in fault["path"] for fault in wrong.value.faults)
    with Client(server, client_id="nobody", client_secret="wrong") as stranger, pytest.raises(Unauthorized):
        stranger.fleets.list().first()


def test_a_revoked_token_is_replaced(client: Client) -> None:
    assert client.fleets.list().first() is None
    client._exchange.tokens.store({"access_token": "not.a.token", "expires_in": 600})
    assert client.fleets.list().first() is None


async def test_the_asynchronous_client_does_the_same(
    server: str, partner: PartnerFixture, connected: Connected, worker: Process
) -> None:
    async with AsyncClient(server, client_id=partner.client_id, client_secret=partner.client_secret) as client:
        for number in range(5):
            await client.invitations.create({"fleet_ref": f"async-{number}"})
        found = [invitation.fleet_ref async for invitation in client.invitations.list(size=2)]
        assert [ref for ref in found if str(ref).startswith("async-")] == [f"async-{number}" for number in range(5)]
        written = await client.wait(await client.users.create(driver(connected.connection_id)))
        user = await client.users.list(source_ids=[str(written.source_id)]).first()
        assert user is not None
        plan = await client.users.update(user.id, driver(connected.connection_id, first_name="Bea"), dry_run=True)
        assert (plan["operation_type"], plan["resource_id"]) == ("update", str(user.id))
        copy = AsyncCopy(client.users.list)
        # A change is listed as soon as no older one can become visible any more.

        async def is_listed() -> bool:
            return await copy.update() == 1

        await eventually(is_listed, "the change is listed")
        assert copy.records.keys() == {user.id}
        assert await copy.differences() == set()


def caught_up(copy: Copy[Any], count: int) -> list[UUID]:
    """The ids of the next changes, in their order. A change is listed when no older one can become visible any more."""
    found: list[UUID] = []
    deadline = time.monotonic() + 30
    while len(found) < count and time.monotonic() < deadline:
        found += [record.id for record in copy.changes()]
        time.sleep(0.1)
    return found


def test_a_copy_stays_equal_by_what_has_changed(client: Client, connected: Connected, worker: Process) -> None:
    first = client.wait(client.users.create(driver(connected.connection_id)))
    copy = Copy(client.users.list)
    assert caught_up(copy, 1) == [first.resource_id]
    assert copy.update() == 0
    since = copy.since
    client.wait(client.users.update(str(first.resource_id), driver(connected.connection_id, first_name="Bea")))
    second = client.wait(client.users.create(driver(connected.connection_id)))
    later = Copy(client.users.list, since=since, known=copy.known)
    assert caught_up(later, 2) == [first.resource_id, second.resource_id]
    assert later.differences() == set()
    assert copy.differences() == {first.resource_id, second.resource_id}
    assert [user.id for user in copy.changes()] == [first.resource_id, second.resource_id]
    assert copy.differences() == set()


_REPLAYED = b'{"webhook_id": "01234567-89ab-4def-8123-456789abcdef", "replayed": 3}'


class Flaky:
    """A server that first ends connections without an answer, or answers with errors, and then with success."""

    def __init__(self, *answers: int, body: bytes = _REPLAYED) -> None:
        self.answers = list(answers)
        """Statuses in their order; 0 ends the connection. When none is left, the answer is 200."""
        self.keys: list[str | None] = []
        flaky = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                flaky.keys.append(self.headers["Idempotency-Key"])
                status = flaky.answers.pop(0) if flaky.answers else 200
                if status == 0:
                    return
                self.send_response(status)
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_PATCH = do_POST  # noqa: N815 - the standard library's name

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Flaky":
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_a_write_with_a_key_is_repeated_with_the_same_key() -> None:
    with Flaky(0, 503, 502) as hub, Client(hub.url, token="t") as client:
        assert client.webhooks.replay_undelivered_messages_from_dlq(uuid4()).replayed == 3
    assert len(hub.keys) == 4
    assert len(set(hub.keys)) == 1
    assert hub.keys[0] is not None


def test_a_write_whose_first_try_is_still_under_way_is_asked_for_again() -> None:
    with Flaky(0, 409, 409) as hub, Client(hub.url, token="t") as client:
        assert client.webhooks.replay_undelivered_messages_from_dlq(uuid4()).replayed == 3
    assert len(set(hub.keys)) == 1


def test_a_write_without_a_key_is_not_repeated_unless_nothing_was_done() -> None:
    with Flaky(0) as hub, Client(hub.url, token="t") as client, pytest.raises(ConnectionFailed):
        client.users.update(uuid4(), {"connection_id": str(uuid4()), "first_name": "Ann"})
    assert len(hub.keys) == 1
    with Flaky(503, 400) as hub, Client(hub.url, token="t") as client, pytest.raises(BadRequest):
        client.users.update(uuid4(), {"connection_id": str(uuid4()), "first_name": "Ann"})
    assert len(hub.keys) == 2


@pytest.mark.parametrize("body", [b"<h1>Welcome</h1>", _REPLAYED[:-1], b"\xff"])
def test_an_answer_that_is_no_json_is_an_error_of_its_own_and_is_not_repeated(body: bytes) -> None:
    with Flaky(body=body) as hub, Client(hub.url, token="t") as client, pytest.raises(NotJson) as wrong:
        client.webhooks.replay_undelivered_messages_from_dlq(uuid4())
    assert (wrong.value.status, len(hub.keys)) == (200, 1)


def test_a_server_that_is_not_there_is_one_error_after_the_retries() -> None:
    with Flaky() as hub:
        pass
    with Client(hub.url, token="t", retries=1) as client, pytest.raises(ConnectionFailed):
        client.api_clients.create({"name": "x"})
