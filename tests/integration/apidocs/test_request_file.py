"""clients/http: requests that a server takes as they stand. `tools.clients --check` compares it with the documents."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import Api

ROOT = Path(__file__).resolve().parents[3]
_REQUEST = re.compile(
    r"^### (?P<summary>[^\n]+)\n(?P<method>[A-Z]+) \{\{url\}\}(?P<path>\S+)\n(?P<rest>.*?)(?=^### |\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class WrittenRequest:
    method: str
    path: str
    is_signed: bool
    body: object


def written() -> Iterator[WrittenRequest]:
    for found in _REQUEST.finditer((ROOT / "clients/http/gladhand.http").read_text()):
        head, _, body = found["rest"].partition("\n\n")
        is_signed = "Authorization: Bearer {{token}}" in head
        yield WrittenRequest(found["method"], found["path"], is_signed, json.loads(body) if body.strip() else None)


def test_bodies_have_fields() -> None:
    sent = [each.body for each in written() if each.method in ("POST", "PATCH") and each.body is not None]

    assert len(sent) > 20
    assert [each for each in sent if each == {}] == []


@pytest.mark.parametrize(
    "request_",
    [each for each in written() if each.method == "GET" and "{{" not in each.path],
    ids=lambda each: each.path,
)
async def test_a_server_takes_every_read_without_ids(request_: WrittenRequest, api: Api, anyone: Api) -> None:
    answer = await (api if request_.is_signed else anyone).get(request_.path)

    # Lists of all partners are for administrators.
    assert answer.status == 200 or (answer.status == 403 and request_.is_signed), answer.body


async def test_an_invitation_is_made_as_it_stands(api: Api) -> None:
    [create] = [each for each in written() if (each.method, each.path) == ("POST", "/v2/orgs/invitations")]

    assert (await api.post(create.path, create.body)).status == 201
