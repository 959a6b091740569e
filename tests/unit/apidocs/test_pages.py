"""The documents and pages of the real application, with nothing started."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from gladhand.apidocs import ReferenceSettings, documents, guide, pages
from gladhand.apidocs.examples import Examples
from gladhand.apidocs.fields import Models
from gladhand.apidocs.operations import OperationPage, groups
from gladhand.apidocs.services import SERVICES
from gladhand.app import routed

SETTINGS = ReferenceSettings("https://hub.example", "https://hub.example/realms/x/protocol/openid-connect")
VOID = {"meta", "link", "img", "wbr", "br", "hr", "input"}


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    app = routed()
    return {service: documents.document(app, service, SETTINGS) for service in SERVICES}


@pytest.fixture(scope="module")
def rendered(published: dict[str, Any]) -> dict[str, str]:
    made = {f"/docs/{name}": pages.service(name, document, SETTINGS).decode() for name, document in published.items()}
    return made | {"/docs": pages.index(published, SETTINGS).decode()}


def operations(document: dict[str, Any]) -> list[OperationPage]:
    return [operation for group in groups(document, SETTINGS.public_url) for operation in group.operations]


class TextReader(HTMLParser):
    """Collects ids, links and what a page loads, and sees that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag == "a":
            self.links.append(values["href"] or "")
        elif "src" in values or tag == "link":
            self.loaded.append(values.get("src") or values.get("href") or "")
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag


def test_every_operation_has_a_place_on_the_page_of_its_service(published, rendered):
    for name, document in published.items():
        ids = TextReader(rendered[f"/docs/{name}"]).ids
        assert len(ids) == len(set(ids))
        for path in document["paths"].values():
            for operation in path.values():
                assert operation["operationId"] in ids
                assert operation["summary"] in rendered["/docs"]


def test_every_field_of_a_body_and_every_parameter_is_shown(published, rendered):
    for name, document in published.items():
        for operation in operations(document):
            shown = [field for fields in operation.parameters.values() for field in fields]
            for field in [*shown, *(operation.body.fields if operation.body else ())]:
                assert f'<code class="name">{field.name}</code>' in rendered[f"/docs/{name}"]


def test_links_inside_the_pages_lead_somewhere(rendered):
    ids = {path: set(TextReader(html).ids) for path, html in rendered.items()}
    served = set(rendered) | {f"/v2/{name}/openapi.json" for name in SERVICES}
    for path, html in rendered.items():
        for link in TextReader(html).links:
            target, _, fragment = link.replace("?extensions=true", "").partition("#")
            if target.startswith("https://hub.example/"):
                continue
            assert (target or path) in served, link
            assert not fragment or fragment in ids[target or path], link


def test_the_pages_load_nothing_from_elsewhere_and_have_no_inline_style_or_script(rendered):
    for html in rendered.values():
        page = TextReader(html)
        assert page.loaded
        assert all(address.startswith("/static/reference/") for address in page.loaded)
        assert all(pages.ASSETS.response(address.rsplit("/", 1)[1]) is not None for address in page.loaded)
        assert page.inline == []


def test_long_lists_of_values_are_folded(rendered):
    assert re.search(r"<summary>134 values</summary>", rendered["/docs/telematics"])
    assert re.search(r"<summary>169 values</summary>", rendered["/docs/telematics"])


def test_example_bodies_and_answers_fit_their_schemas(published):
    for document in published.values():
        examples = Examples(Models(document["components"]["schemas"]))
        for path in document["paths"].values():
            for operation in path.values():
                body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
                if body is not None:
                    fits(document, body, examples.body(operation["operationId"], body))
                for response in operation["responses"].values():
                    schema = response.get("content", {}).get("application/json", {}).get("schema")
                    if schema is not None:
                        fits(document, schema, examples.value("answer", schema))


def fits(document: dict[str, Any], schema: dict[str, Any], example: Any) -> None:
    whole = {**schema, "components": document["components"]}
    checker = Draft202012Validator(whole, validate_formats=True)
    assert [error.message for error in checker.iter_errors(example)] == []


def test_a_call_that_needs_no_token_is_shown_without_one(published):
    shown = {operation.id: operation for operation in operations(published["orgs"])}
    assert "Authorization" not in shown["get_invitation"].curl
    assert "Authorization: Bearer $TOKEN" in shown["list_invitations"].curl
    assert '"https://hub.example/v2/orgs/invitations/$INVITATION_ID"' in shown["get_invitation"].curl


def test_the_document_names_the_server_and_its_token_endpoint_when_they_are_known(published):
    for document in published.values():
        assert document["servers"] == [{"url": "https://hub.example"}]
        flows = document["components"]["securitySchemes"]["Bearer"]["flows"]
        openid = "https://hub.example/realms/x/protocol/openid-connect"
        assert {name: value for name, value in flows["clientCredentials"].items() if name != "scopes"} == {
            "tokenUrl": f"{openid}/token"
        }
        assert {name: value for name, value in flows["authorizationCode"].items() if name != "scopes"} == {
            "authorizationUrl": f"{openid}/auth",
            "tokenUrl": f"{openid}/token",
            "refreshUrl": f"{openid}/token",
        }
        assert flows["authorizationCode"]["scopes"] == flows["clientCredentials"]["scopes"]


def test_every_status_of_every_operation_is_described_in_a_sentence(published):
    for document in published.values():
        for path in document["paths"].values():
            for operation in path.values():
                assert all(
                    " " in each["description"] or each["description"] == "Success."
                    for each in operation["responses"].values()
                )


def test_every_tag_of_an_operation_is_described(published):
    for document in published.values():
        described = {tag["name"] for tag in document["tags"]}
        used = {tag for path in document["paths"].values() for operation in path.values() for tag in operation["tags"]}
        assert used == described


def test_the_written_page_on_webhooks_says_what_the_served_one_says():
    written = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text()
    assert guide.DELIVERY_CHECK in written
    assert guide.DELIVERY_BODY in written
    assert all(f"| `{name}` | {about} |" in written for name, about in guide.DELIVERY_HEADERS.items())


def test_operation_ids_are_unique_over_all_services(published):
    ids = [op["operationId"] for doc in published.values() for path in doc["paths"].values() for op in path.values()]
    assert len(ids) == len(set(ids))
    assert "create_invitation" in ids


def test_markup_in_a_description_is_shown_and_not_obeyed(published):
    hostile = json.loads(json.dumps(published["orgs"]))
    hostile["paths"]["/v2/orgs/fleets"]["get"]["description"] = "<script>alert(1)</script> and `<b>`"
    page = pages.service("orgs", hostile, SETTINGS).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and <code>&lt;b&gt;</code>" in page
