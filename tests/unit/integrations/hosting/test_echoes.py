"""A provider that repeats a secret of its own account, under any name: neither records nor errors hold it."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

import orjson
import pytest

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.echoes import mask_batch
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Malformed, ProviderError, Rejected
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SECRET = 'k3y/with "signs" & more'
SPELLINGS: list[Callable[[str], str]] = [
    lambda secret: secret,
    lambda secret: f"Bearer {secret}",
    lambda secret: quote(secret, safe=""),
    lambda secret: b64encode(secret.encode()).decode(),
    lambda secret: b64encode(f"ann:{secret}".encode()).decode(),
    lambda secret: urlsafe_b64encode(f"a user:{secret}".encode()).decode().rstrip("="),
    lambda secret: f"https://provider.example/?next={quote(secret)}&x=1",
    lambda secret: quote(secret, safe="").replace("%2F", "%2f"),
    lambda secret: quote(quote(secret, safe=""), safe=""),
    quote_plus,
    escape,
    lambda secret: quote(escape(secret)),
    lambda secret: json.dumps({"text": secret}),
    lambda secret: json.dumps(json.dumps([secret])),
    lambda secret: secret.replace("/", "\\/"),
    lambda secret: "".join(f"&#{ord(each)};" for each in secret),
]
USER = ResourceEnum.USER


class Echoing:
    """Answers every request with this body and these headers."""

    def __init__(self, body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self._answer = Response(status=status, headers=headers or {}, body=body)

    async def send(self, request: Request) -> Response:  # noqa: ARG002 - the protocol's form
        return self._answer


def adapter(transport: Echoing) -> Adapter:
    return providers()["catena_simulator"].adapter({"api_key": SECRET}, transport)


def driver(echo: str) -> dict[str, Any]:
    return {
        "id": f"user:{echo}",
        "given_name": echo,
        "remarks": f"Your key is {echo}.",
        "phone_prefix": echo,
        "nested": {"a": [{echo: echo}]},
        "updated_at": "2026-11-20T08:15:30Z",
    }


def shown(*values: Any) -> str:
    return " ".join(repr(value) for value in values)


@pytest.mark.parametrize("spelled", SPELLINGS)
async def test_a_record_that_is_read_holds_no_secret(spelled: Callable[[str], str]) -> None:
    echo = spelled(SECRET)
    found = await reading.collect(adapter(Echoing(orjson.dumps({"drivers": [driver(echo)], "next": None}))), USER)
    (record,) = found.records
    everything = shown(record.source_id, record.source_data, record.fields.stored(), record.extras, found.skipped)
    assert echo not in everything
    assert SECRET not in everything
    assert "*****" in record.fields.stored()["notes"]


async def test_a_secret_in_escaped_json_is_found() -> None:
    escaped = "".join(f"\\u{ord(each):04x}" for each in SECRET)
    body = (
        b'{"drivers": [{"id": "1", "given_name": "%s", "updated_at": "2026-11-20T08:15:30Z"}], "next": null}'
        % escaped.encode()
    )
    (record,) = (await reading.collect(adapter(Echoing(body)), USER)).records
    assert record.fields.stored()["first_name"] == "*****"
    assert record.source_data["given_name"] == "*****"


async def test_the_record_of_a_write_holds_no_secret() -> None:
    hub = adapter(Echoing(orjson.dumps(driver(SECRET))))
    for written in (
        await calls.create(hub, USER, {"first_name": "Mara"}, operation_key="op-1"),
        await calls.update(hub, USER, "user:1", {"first_name": "Mara"}),
    ):
        assert SECRET not in shown(written.record, written.details)
    assert SECRET not in shown(await calls.get(hub, USER, "user:1"))


async def test_an_error_holds_no_secret_in_its_text_fields_or_headers() -> None:
    body = orjson.dumps({"error": {"field": "given_name", "reason": f"not with {SECRET}"}})
    headers = {"X-Request-Id": f"for-{SECRET}", "Retry-After": "1"}
    hub = adapter(Echoing(body, status=422, headers=headers))
    with pytest.raises(Rejected) as caught:
        await calls.create(hub, USER, {"first_name": "Mara"}, operation_key="op-1")
    error = caught.value
    assert SECRET not in shown(error.detail, error.args, error.fields, error.headers, hub.client.last_headers)
    assert error.headers == {"X-Request-Id": "for-*****", "Retry-After": "1"}


async def test_no_part_of_a_secret_is_left_where_a_text_is_cut() -> None:
    for before in range(500 - len(SECRET), 500):
        error = Echoing(
            b"x" * before + SECRET.encode(), status=422, headers={"X-Request-Id": "x" * (before - 300) + SECRET}
        )
        hub = adapter(error)
        with pytest.raises(Rejected) as caught:
            await calls.create(hub, USER, {"first_name": "Mara"}, operation_key="op-1")
        found = shown(caught.value.detail, caught.value.headers, hub.client.last_headers)
        assert SECRET[:6] not in found
        assert len(caught.value.headers["X-Request-Id"]) <= 200


def test_no_part_of_a_secret_is_left_in_the_reason_of_a_skipped_row() -> None:
    def to_record(row: Row) -> Record[UserFields]:
        raise Malformed("x" * row["before"] + SECRET)

    rows = [Row({"before": before}) for before in range(500 - len(SECRET), 500)]
    batch = mask_batch(adapter(Echoing(b"{}")), batch_of(rows, to_record))
    assert len(batch.skipped) == len(SECRET)
    for each in batch.skipped:
        assert SECRET[:6] not in each.reason
        assert len(each.reason) <= 500


async def test_the_name_of_the_account_holds_no_secret() -> None:
    account = await calls.verify(adapter(Echoing(orjson.dumps({"id": "1", "name": f"Acme {SECRET}"}))))
    assert account.name == "Acme *****"


async def test_an_answer_without_secrets_stays_the_same_object() -> None:
    hub = adapter(Echoing(orjson.dumps({"drivers": [driver("plain")], "next": None})))
    await reading.collect(hub, USER)
    assert not hub.client.mask.may_be_echoed


async def test_what_a_sign_in_has_given_is_a_secret_too() -> None:
    hub = adapter(Echoing(orjson.dumps({"drivers": [driver("session-token-1")], "next": None})))

    async def call(session: Any) -> Any:
        return await reading.collect(hub, USER)

    hub.sessions.held = {"access_token": "session-token-1"}  # type: ignore[attr-defined] # it is in memory here
    assert "session-token-1" not in shown((await hub.in_session(call)).records)


async def test_a_short_password_does_not_change_ordinary_values() -> None:
    hub = providers()["catena_simulator"].adapter(
        {"api_key": "Bo"}, Echoing(orjson.dumps({"drivers": [driver("Bo's truck")], "next": None}))
    )
    (record,) = (await reading.collect(hub, USER)).records
    assert record.fields.stored()["first_name"] == "Bo's truck"


@pytest.mark.parametrize(
    "echo",
    [{"Password": "1234"}, {"access_key": 1234}, {"a": [{"pin": "1234"}]}, {"text": "Your password is 1234."},
     {"next": "https://provider.example/?x=1&key=1234&y=2"}, {"header": "Bearer 1234"}, {"raw": '{"token":"1234"}'}],
)  # fmt: skip
async def test_a_short_secret_is_masked_where_a_word_beside_it_says_what_it_is(echo: dict[str, Any]) -> None:
    row = driver("truck 1234") | {"nested": echo, "number": 1234}
    hub = providers()["catena_simulator"].adapter(
        {"api_key": "1234"}, Echoing(orjson.dumps({"drivers": [row], "next": None}))
    )
    (record,) = (await reading.collect(hub, USER)).records
    assert "1234" not in str(record.source_data["nested"])
    assert (record.fields.stored()["first_name"], record.source_data["number"]) == ("truck 1234", 1234)


async def test_a_crash_of_the_adapter_shows_no_secret() -> None:
    with pytest.raises(ProviderError) as caught:
        await calls.verify(adapter(Echoing(f'"{SECRET}'.encode())))
    assert SECRET not in shown(caught.value, caught.value.detail)
