"""The schema of an event's body as an OpenAPI document.

Records that are published by now are described by their models. Those of other event names stand in
`records.json`, so that receivers can be written before the first such event comes.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from gladhand.core.extensions import ExtensionTree, extension_tree
from gladhand.notifications.event_names import WebhookEventNameEnum, is_wildcard, record_of
from gladhand.notifications.payloads import Delivered, find_payload_model
from gladhand.notifications.publish_queries import SCHEMA_VERSION
from gladhand.resources.in_house import InHouseSources

_REFERENCE = "#/components/schemas/"
# Records of which the contract shows only the header.
_HEADER = "BaseTelematicsEvent"


def versions(event_name: str) -> list[str]:
    """The versions there are of an event's schema; none when there is no such event."""
    known = event_name in set(WebhookEventNameEnum) and not is_wildcard(event_name)
    return [SCHEMA_VERSION] if known else []


@cache
def document(event_name: str, in_house: InHouseSources | None = None) -> str:
    """The newest schema of an event's body, with everything that it refers to."""
    record = record_of(event_name)
    if find_payload_model(record) is None and record not in _records():
        record = _HEADER
    delivered: Any = Delivered  # of a model that is chosen by its name
    model = find_payload_model(record)
    body = delivered[model or dict[str, Any]].model_json_schema(ref_template=_REFERENCE + "{model}")
    schemas = body.pop("$defs", {})
    if model is None:
        body["properties"]["data"]["items"] = {"$ref": _REFERENCE + record}
        _add(record, schemas)
    name = "".join(part.capitalize() for part in re.split(r"[._]", event_name))
    if in_house is not None:
        in_house.add_to(schemas)
    body["title"] = name
    body["properties"]["event_name"] = {"const": event_name, "type": "string"}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": event_name, "version": f"{SCHEMA_VERSION}.0"},
            "paths": {},
            "components": {"schemas": {name: body} | schemas},
        }
    )


@cache
def beyond_contract(event_name: str) -> ExtensionTree:
    """The keys of an event's record that the contract does not have."""
    record = record_of(event_name)
    model = find_payload_model(record)
    if model is None:
        return {}
    of_contract = _records().get(record, {}).get("properties")
    more = model.model_fields.keys() - of_contract.keys() if of_contract else set()
    return {**extension_tree([model]), **dict.fromkeys(more)}


def _add(name: str, schemas: dict[str, Any]) -> None:
    if name not in schemas:
        schemas[name] = _records()[name]
        for further in re.findall(rf"{_REFERENCE}(\w+)", json.dumps(schemas[name])):
            _add(further, schemas)


@cache
def _records() -> dict[str, Any]:
    return dict(json.loads(files(__package__).joinpath("records.json").read_text()))
