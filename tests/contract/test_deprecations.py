"""What the contract marks as deprecated: our documents mark it, and an answer says so where a request names it."""

import pytest
from tests.conftest import Api
from tests.contract.documents import SERVICES, contract_document, document

# Header names that aiohttp does not know come as they were sent.
_HEADER = "deprecation"
_SINCE = "@1795996800"


@pytest.mark.parametrize("service", SERVICES)
def test_our_documents_mark_what_the_contract_marks(service: str) -> None:
    ours = document(service)["components"]["schemas"]
    for name, schema in contract_document(service)["components"]["schemas"].items():
        marked = {field for field, inner in schema.get("properties", {}).items() if inner.get("deprecated")}
        have = {field for field, inner in ours.get(name, {}).get("properties", {}).items() if inner.get("deprecated")}
        assert (name, marked - have) == (name, set())


async def test_an_answer_says_that_a_field_of_its_request_is_deprecated(api: Api) -> None:
    path = "/v2/orgs/invitations"
    old = await api.post(path, {"fleet_ref": "a", "partner_provided_fleet_name": "Blue Ridge"})
    assert (old.status, old.headers[_HEADER]) == (201, _SINCE)
    new = await api.post(path, {"fleet_ref": "b", "fleet_name": "Blue Ridge", "partner_provided_fleet_name": None})
    assert (new.status, new.headers.get(_HEADER)) == (201, None)
    refused = await api.post(path, {"fleet_ref": "", "partner_provided_fleet_name": "Blue Ridge"})
    assert (refused.status, refused.headers[_HEADER]) == (422, _SINCE)


async def test_an_answer_says_that_an_event_is_deprecated(api: Api) -> None:
    path, url = "/v2/notifications/webhooks", "http://127.0.0.1:9/hooks"
    old = await api.post(path, {"url": url, "event_name": "invitation.rejected"})
    assert (old.status, old.headers[_HEADER]) == (200, _SINCE)
    new = await api.post(path, {"url": url, "event_name": "invitation.declined"})
    assert (new.status, new.headers.get(_HEADER)) == (200, None)
