"""Input that no schema can describe: each gets its own clear answer, and nobody without a token gets more than that."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, HubAnswer

INVITATIONS, USERS = "/v2/orgs/invitations", "/v2/telematics/users"
JSON = "application/json"
UNREADABLE = {
    "broken JSON": (b'{"fleet_ref": ', JSON),
    "no JSON at all": (b"fleet_ref=a", JSON),
    "broken UTF-8": (b'{"fleet_ref": "\xff\xfe"}', JSON),
    "brackets without end": (b"[" * 100_000, JSON),
    "a form": (b"fleet_ref=a", "application/x-www-form-urlencoded"),
    "a broken form": (b"garbage", "multipart/form-data; boundary=x"),
    "text": (b'{"fleet_ref": "a"}', "text/plain"),
    "nothing": (b"", JSON),
    "a list": (b"[]", JSON),
    "a number": (b"1e400", JSON),
    "another body behind the first": (b"{}{}", JSON),
}
# Sent as JSON, and none.
NO_JSON = {
    *("broken JSON", "no JSON at all", "broken UTF-8", "brackets without end"),
    "another body behind the first",
}
BAD_VALUES: dict[str, dict[str, Any]] = {
    "a null character": {"fleet_ref": "a\0b"},
    "half a character": {"fleet_ref": "a\ud800"},
    "a number beyond all bounds": {"fleet_ref": "a", "expires_in_hours": 10**30},
    "a negative number": {"fleet_ref": "a", "expires_in_hours": -1},
    "no whole number": {"fleet_ref": "a", "expires_in_hours": 1.5},
    "no number": {"fleet_ref": "a", "expires_in_hours": float("nan")},
    "a value that is no text": {"fleet_ref": {"a": 1}},
    "keys that mean nothing": {"fleet_ref": "a", "permissions": {"\0": "read"}},
    "an address of another scheme": {"fleet_ref": "a", "success_redirect_url": "javascript:alert(1)"},
    "a callback without encryption": {"fleet_ref": "a", "callback_url": "http://partner.example/hook"},
    "a callback into our own network": {"fleet_ref": "a", "callback_url": "https://10.0.0.1/hook"},
    "a text that is too deep": {"fleet_ref": "a", "limit_tsps": [[[["x"]]]]},
}


def listed(answer: HubAnswer) -> list[dict[str, str]]:
    """The faults of a refusal, each with four texts."""
    assert answer.status == 422, answer.body
    assert answer.body["code"] == 422
    faults: list[dict[str, str]] = answer.body["detail"]
    assert faults
    assert all(set(each) == {"path", "input", "message", "error_type"} for each in faults)
    assert all(isinstance(value, str) for each in faults for value in each.values())
    return faults


async def send(api: Api, body: bytes, content_type: str) -> HubAnswer:
    return await api.request("POST", INVITATIONS, data=body, headers={"Content-Type": content_type})


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_a_body_that_is_no_json_is_400_and_one_of_another_kind_a_list(api: Api, kind: str) -> None:
    answer = await send(api, *UNREADABLE[kind])
    if kind in NO_JSON:
        assert (answer.status, answer.body["code"]) == (400, 400), answer.body
        assert answer.body["detail"].startswith("The body ")
    else:
        assert listed(answer)[0]["path"].startswith("body")


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_without_a_token_an_unreadable_body_is_not_even_judged(anyone: Api, kind: str) -> None:
    answer = await send(anyone, *UNREADABLE[kind])
    assert answer.status == 401, answer.body
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_without_the_right_token_an_unreadable_body_is_not_judged_either(
    anyone: Api, accepted: Any, kind: str
) -> None:
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    assert (await send(fleet, *UNREADABLE[kind])).status == 403


async def test_an_open_route_says_what_is_wrong_with_the_body(anyone: Api) -> None:
    path = f"{INVITATIONS}/{uuid4()}/decline"
    answer = await anyone.request("POST", path, data=b"{", headers={"Content-Type": JSON})
    assert (answer.status, answer.body["code"]) == (400, 400), answer.body


@pytest.mark.parametrize("kind", BAD_VALUES)
async def test_a_bad_value_is_refused_and_nothing_is_stored(api: Api, kind: str) -> None:
    listed(await api.post(INVITATIONS, BAD_VALUES[kind]))
    assert (await api.get(INVITATIONS)).body["total"] == 0


async def test_a_field_with_half_a_character_in_its_name_is_ignored_like_another(api: Api) -> None:
    answer = await api.post(INVITATIONS, {"fleet_ref": "a", "fleet_name": "A", "\ud800": 1})
    assert answer.status == 201, answer.body
    assert answer.headers["gladhand-ignored"] == "body.%3F"


async def test_what_is_wrong_is_repeated_unless_it_may_be_a_secret(api: Api) -> None:
    faults = listed(await api.post(INVITATIONS, {"fleet_ref": "a", "fleet_country_code": "Germany"}))
    assert faults[0]["input"] == "Germany"
    body = {"url": "https://partner.example/hook", "event_name": "user.added", "secret": "not for eyes \0"}
    refused = await api.post("/v2/notifications/webhooks", body)
    assert listed(refused)[0]["input"] == "*****"
    assert "not for eyes" not in str(refused.body)


@pytest.mark.parametrize(
    "query",
    ["size=0", "size=1001", f"size={10**30}", "size=x", "size=", "fleet_ref=%00", "fleet_ref=%ed%a0%80"],
)
async def test_a_bad_parameter_is_refused_with_a_list(api: Api, query: str) -> None:
    answer = await api.get(f"{INVITATIONS}?{query}")
    if query == "fleet_ref=%ed%a0%80":
        # Half a character cannot be written in UTF-8: it reads as replacement characters, which nobody uses.
        assert (answer.status, answer.body["total"] if answer.status == 200 else 0) in ((200, 0), (422, 0))
    else:
        assert listed(answer)[0]["path"].startswith("query.")


@pytest.mark.parametrize("cursor", ["%00", "nonsense", "Pg", "PlsxXQ%3D%3D", "%3E", "a" * 5000])
async def test_a_cursor_that_is_not_ours_is_a_bad_request(api: Api, cursor: str) -> None:
    answer = await api.get(f"{INVITATIONS}?cursor={cursor}")
    assert (answer.status, answer.body["message"]) == (400, "Bad Request")


@pytest.mark.parametrize("spoilt", ["nope", "%00", "00000000", "a" * 3000, "%F0%9F%9A%9A", "..%2f..%2fetc"])
async def test_a_bad_id_is_refused_without_being_looked_for(api: Api, spoilt: str) -> None:
    answer = await api.get(f"{INVITATIONS}/{spoilt}")
    assert answer.status in (404, 422), answer.body
    assert set(answer.body) == {"code", "message", "detail"}


async def test_a_record_may_go_by_any_id_that_a_provider_makes_up_except_a_null_character(api: Api) -> None:
    body = {"connection_id": str(uuid4())}
    assert (await api.patch(f"{USERS}/%F0%9F%9A%9A", body)).status == 404
    listed(await api.patch(f"{USERS}/%00", body))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "eyJhbGciOiJub25lIn0.e30.", "a" * 8000])
async def test_a_token_that_is_none_is_unauthorized(anyone: Api, token: str) -> None:
    answer = await anyone.get(INVITATIONS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 401, answer.body


async def test_a_body_that_is_too_large_is_refused_whether_announced_or_not(api: Api) -> None:
    body = b'{"fleet_ref": "' + b"a" * 1_100_000 + b'"}'

    async def pieces() -> Any:
        for at in range(0, len(body), 65536):
            yield body[at : at + 65536]

    for data in (BytesIO(body), pieces()):
        answer = await api.request("POST", INVITATIONS, data=data, headers={"Content-Type": JSON})
        assert (answer.status, answer.body["code"]) == (413, 413)


async def test_an_unknown_path_and_an_unknown_method_have_the_envelope(api: Api) -> None:
    missing = await api.get("/v2/orgs/nothing-here")
    assert (missing.status, missing.body["code"], missing.body["message"]) == (404, 404, "Not Found")
    for path in (INVITATIONS, INVITATIONS + "/"):
        wrong = await api.request("PUT", path, json={})
        assert (wrong.status, wrong.body["code"]) == (405, 405)
        assert wrong.headers["Allow"] == "GET, HEAD, POST"
    assert (await api.request("PUT", f"{INVITATIONS}/{uuid4()}")).headers["Allow"] == "DELETE, GET, HEAD"
