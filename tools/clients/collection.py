"""The collection of requests that Postman opens, and that Bruno, Insomnia and Hoppscotch import.

Its form is version 2.1 of Postman's collections.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tools.clients.example_requests import BASE_URL, SIGN_IN_PATH, ExampleRequest

_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_DESCRIPTION = """Written by `make client`; changes made in the file are lost.

Fill in the variables `url`, `client_id` and `client_secret` of the collection and send `Get a token`: it keeps the
token for all other requests. Parameters of the query and headers that may be left out are there, and switched off."""
_AFTER_SIGN_IN = 'pm.collectionVariables.set("token", pm.response.json().access_token);'
_VARIABLES = {"url": BASE_URL, "client_id": "", "client_secret": "", "token": ""}


def collection_file(requests: Sequence[ExampleRequest]) -> str:
    """The text of `gladhand.postman_collection.json`: how to get a token, and a folder of requests for each tag."""
    tags = dict.fromkeys(each.tag for each in requests)
    folders = [{"name": tag, "item": [_item(each) for each in requests if each.tag == tag]} for tag in tags]
    collection = {
        "info": {"name": "gladhand", "description": _DESCRIPTION, "schema": _SCHEMA},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": key, "value": value} for key, value in _VARIABLES.items()],
        "item": [_sign_in(), *folders],
    }
    return json.dumps(collection, indent=1, ensure_ascii=False) + "\n"


def _sign_in() -> dict[str, Any]:
    form = {"grant_type": "client_credentials", "client_id": "{{client_id}}", "client_secret": "{{client_secret}}"}
    script = {"type": "text/javascript", "exec": [_AFTER_SIGN_IN]}
    return {
        "name": "Get a token",
        "event": [{"listen": "test", "script": script}],
        "request": {
            "method": "POST",
            "auth": {"type": "noauth"},
            "url": _url(SIGN_IN_PATH),
            "body": {
                "mode": "urlencoded",
                "urlencoded": [{"key": key, "value": value, "type": "text"} for key, value in form.items()],
            },
        },
    }


def _item(request: ExampleRequest) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "method": request.method,
        "header": [_switched(each) for each in request.parameters_in("header")],
        "url": _url(request.path, request.parameters_in("path"), request.parameters_in("query")),
    }
    if not request.is_signed:
        sent["auth"] = {"type": "noauth"}
    if request.body is not None:
        text = json.dumps(request.body, indent=2, ensure_ascii=False)
        sent["body"] = {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}
        sent["header"].append({"key": "Content-Type", "value": "application/json"})
    return {"name": request.summary, "request": sent}


def _url(
    path: str, variables: Sequence[Mapping[str, Any]] = (), query: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """An address with Postman's `:name` for each variable of the path."""
    named = path.replace("{", ":").replace("}", "")
    switched = [_switched(each) for each in query]
    sent = "&".join(f"{each['key']}={each['value']}" for each in switched if "disabled" not in each)
    made: dict[str, Any] = {
        "raw": "{{url}}" + named + ("?" + sent if sent else ""),
        "host": ["{{url}}"],
        "path": named.removeprefix("/").split("/"),
    }
    if variables:
        made["variable"] = [_described(each) for each in variables]
    if switched:
        made["query"] = switched
    return made


def _switched(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter of the query or a header, switched off unless it is required."""
    return _described(parameter) | ({} if parameter["required"] else {"disabled": True})


def _described(parameter: Mapping[str, Any]) -> dict[str, Any]:
    text = " ".join(parameter.get("description", "").split())
    return {"key": parameter["name"], "value": ""} | ({"description": text} if text else {})
