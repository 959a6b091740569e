"""The collection for Postman, run by Postman's own runner. `tools.clients --check` compares it with the documents."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PartnerFixture
from tests.integration.apidocs.test_request_file import ROOT, written
from tests.node import require_packages, run_node

_PROGRAMS = ROOT / "tests/contract/clients"


def collection() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "clients/http/gladhand.postman_collection.json").read_text())
    return read


def requests(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        if "item" in item:
            yield from requests(item["item"])
        else:
            yield item


def path_of(item: dict[str, Any]) -> str:
    return "/" + "/".join(item["request"]["url"]["path"])


def is_sent_as_it_stands(item: dict[str, Any]) -> bool:
    """Whether it is a read without ids, or the invitation of a fleet."""
    url = item["request"]["url"]
    if item["request"]["method"] == "POST":
        return path_of(item) == "/v2/orgs/invitations"
    is_read = item["request"]["method"] == "GET"
    return is_read and "variable" not in url and all(each.get("disabled") for each in url.get("query", ()))


def test_it_has_the_requests_of_the_request_file() -> None:
    _, *ours = requests(collection()["item"])

    sent = sorted((each["request"]["method"], path_of(each)) for each in ours)
    # The variables of a path are :name here and {{name}} there.
    theirs = sorted(
        (each.method, each.path.partition("?")[0].replace("{{", ":").replace("}}", "")) for each in written()
    )

    assert sent == theirs
    bodies = [json.loads(each["request"]["body"]["raw"]) for each in ours if "body" in each["request"]]
    assert sorted(map(str, bodies)) == sorted(str(each.body) for each in written() if each.body is not None)


@pytest.mark.needs("node")
def test_postman_signs_in_once_and_the_server_takes_every_read(
    server: str, partner: PartnerFixture, tmp_path: Path
) -> None:
    require_packages(_PROGRAMS)
    whole = collection()
    sign_in, *others = requests(whole["item"])
    sent = [each for each in others if is_sent_as_it_stands(each)]
    file, report = tmp_path / "collection.json", tmp_path / "report.json"
    file.write_text(json.dumps(whole | {"item": [sign_in, *sent]}))

    given = {"url": server, "client_id": partner.client_id, "client_secret": partner.client_secret}
    variables = [word for name, value in given.items() for word in ("--env-var", f"{name}={value}")]
    exported = ("--reporters", "json", "--reporter-json-export", report)
    run_node(_PROGRAMS / "node_modules/newman/bin/newman.js", "run", file, *variables, *exported)

    runs = json.loads(report.read_text())["run"]["executions"]
    answered = [(each["item"]["name"], each["response"]["code"]) for each in runs]
    assert len(answered) == len(sent) + 1 > 40
    assert answered[0] == ("Get a token", 200)
    assert ("Create or refresh an invitation", 201) in answered
    # Lists of all partners are for administrators.
    assert [each for each in answered if each[1] not in (200, 201, 403)] == []
    assert sum(status == 403 for _, status in answered) < 10
