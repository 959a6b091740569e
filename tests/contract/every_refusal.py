"""Every operation of the contract once without a token, and once with something that is not there or does not fit."""

from typing import Any
from uuid import uuid4

from tests.contract.calls import Caller, Endpoint, endpoints
from tests.contract.documents import contract_operations
from tests.contract.samples import valid_body

_VALUES = {"processing_date": "2026-03-02"}
_UNKNOWN = {"event_name": "user.repainted", "version": "9.9"}


async def refuse_everything(partner: Caller) -> None:
    for place, endpoint in endpoints().items():
        ids = {name: _UNKNOWN.get(name) or str(uuid4()) for name in endpoint.parameters}
        body = valid_body(contract_operations(endpoint.service)[place])
        query = _required_query(endpoint)
        if endpoint.needs_token:
            answer = await partner.named(None).ask(endpoint.method, endpoint.path, body, query, **ids)
            assert answer.status == 401, endpoint.operation_id
        spoilt = _spoilt_query(endpoint)
        if spoilt or ids:
            caller = partner if endpoint.needs_token else partner.named(None)
            answer = await caller.ask(endpoint.method, endpoint.path, body, query | spoilt, **ids)
            assert answer.status in (400, 403, 404, 422), (endpoint.operation_id, answer)


def _required_query(endpoint: Endpoint) -> dict[str, Any]:
    required = (each["name"] for each in endpoint.spec["parameters"] if each["in"] == "query" and each["required"])
    return {name: _VALUES[name] for name in required}


def _spoilt_query(endpoint: Endpoint) -> dict[str, Any]:
    names = {each["name"] for each in endpoint.spec["parameters"]}
    return {"cursor": "nonsense"} if "cursor" in names else {"slug": "\0"} if "slug" in names else {}
