"""What is refused comes back with its own page: the form has what was typed, and a sentence at each wrong field."""

import re

import pytest

from gladhand.console.pages.blocks import FormBlock, Input
from gladhand.console.pages.refusals import InputFault, RefusedForm, faults_in
from gladhand.core.problems import TooManyRequests

_FAULT = re.compile(r'<p class="fault" id="[^"]+">([^<]+)</p>')
_ALERT = re.compile(r'role="alert">(.*?)</div>', re.DOTALL)


@pytest.fixture
def here(partner) -> str:
    return f"/console/partners/{partner.slug}"


def alert(page: str) -> list[str]:
    found = _ALERT.search(page)
    assert found is not None, page
    return re.findall("<p>([^<]*)</p>", found[1])


async def test_a_refused_form_comes_back_with_what_was_typed(engineer, here):
    refused = await engineer.submit(
        f"{here}/webhooks", event_name="user.added", url="no address", form_page=f"{here}/webhooks?status=active"
    )
    assert refused.status == 422
    sentence = "It must not contain spaces or control characters."
    assert _FAULT.findall(refused.text) == [sentence]
    assert alert(refused.text) == ["Nothing was changed.", f"Address: {sentence}"]
    [form] = re.findall(r"<details[^>]*><summary[^>]*>Add an endpoint….*?</details>", refused.text, re.DOTALL)
    assert form.startswith('<details class="ask" open>')
    assert 'value="no address" required aria-invalid="true"' in form
    assert '<option value="user.added" selected>' in form
    # The page that the form stood on, with its filter.
    assert '<option value="active" selected>' in refused.text


async def test_the_sent_form_names_its_page(engineer, here):
    shown = await engineer.get(f"{here}/webhooks?status=active")
    assert f'name="form_page" value="{here}/webhooks?status=active"' in shown.text


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/", "/console/nothing", "/v2/orgs/fleets"])
async def test_without_its_page_a_refusal_is_said_in_plain_words(engineer, here, page):
    refused = await engineer.submit(f"{here}/webhooks", event_name="user.added", url="", form_page=page)
    assert refused.status == 422
    assert re.findall("<p>(Url: [^<]+)</p>", refused.text) == ["Url: Fill this in."]
    assert "Back to the first page" in refused.text


async def test_only_the_row_that_was_sent_shows_the_refusal(engineer, here, api):
    """Rows have the same form, each with an address or a hidden value of its own."""
    for name in ("one", "two"):
        await engineer.submit(f"{here}/clients", name=name)
    clients = re.findall(rf'action="({here}/clients/[^"]+/rotate)"', (await engineer.get(f"{here}/clients")).text)
    refused = await engineer.submit(clients[0], overlap_hours="many", form_page=f"{here}/clients")
    assert _FAULT.findall(refused.text) == ["The hours must be a number."]
    [open_form] = re.findall(r"<details class=\"ask\" open>.*?</details>", refused.text, re.DOTALL)
    assert clients[0] in open_form
    assert 'value="many"' in open_form


async def test_a_refused_filter_says_at_the_filter_what_is_wrong(engineer, here):
    refused = await engineer.get(f"{here}/explorer/users?connection_id=nonsense&sort_by=created_at")
    assert refused.status == 422
    assert _FAULT.findall(refused.text) == ["It must be a valid UUID."]
    assert alert(refused.text) == ["The filter was not used.", "connection id: It must be a valid UUID."]
    assert 'value="nonsense" aria-invalid="true"' in refused.text
    refused = await engineer.get(f"{here}/operations?from_datetime=soon")
    assert _FAULT.findall(refused.text) == ["soon is no time. Write it like 2026-01-31T08:00:00."]


async def test_a_page_with_a_refusal_does_not_refresh_itself(engineer, here):
    assert "data-refresh" in (await engineer.get(f"{here}/operations")).text
    refused = await engineer.get(f"{here}/operations?connection_id=nonsense")
    assert _FAULT.findall(refused.text) == ["It must be a valid UUID."]
    assert "data-refresh" not in refused.text
    assert "data-live=" not in refused.text


async def test_a_refused_cursor_shows_the_first_page(engineer, here):
    refused = await engineer.get(f"{here}/connections?cursor=nonsense")
    assert refused.status == 400
    assert alert(refused.text)[0] == "The filter was not used."
    assert "No connection yet" in refused.text


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("missing", "Field required", "Fill this in."),
        ("int_parsing", "Input should be a valid integer, unable to parse string", "It must be a valid integer."),
        ("string_too_long", "String should have at most 5 characters", "It must have at most 5 characters."),
        ("less_than_equal", "Input should be less than or equal to 672", "It must be 672 or less."),
        ("greater_than_equal", "Input should be greater than or equal to 1", "It must be 1 or more."),
        ("value_error", "must be a phone number", "It must be a phone number."),
        (
            "value_error",
            "value is not a valid email address: An email address must have an @-sign.",
            "An email address must have an @-sign.",
        ),
        ("enum", "Input should be 'a' or 'b'", "It must be 'a' or 'b'."),
        ("missing", "Name the partner that the client acts for.", "Name the partner that the client acts for."),
    ],
)
def test_sentences_are_plain(kind, said, sentence):
    body = {"detail": [{"path": "body.x", "input": "", "message": said, "error_type": kind}]}
    assert faults_in(body) == [InputFault(sentence, "body.x")]


def test_a_limit_says_when_to_try_again():
    sentence = "There were too many requests. Try again in 12 seconds."
    assert faults_in(TooManyRequests(12).body()) == [InputFault(sentence)]


def test_what_a_person_typed_comes_back_but_for_secrets():
    inputs = [Input("name", "Name"), Input("code", "Code", type="password")]
    form = FormBlock("Save", "/save", inputs, needs=["x"])
    typed = {"name": ["Anna"], "code": ["1234"]}
    refusal = RefusedForm("post", "/save", typed, [InputFault("It is wrong.", "body.code")], 422).on([form])
    assert [(each.value, each.fault) for each in refusal.inputs] == [("Anna", ""), ("", "It is wrong.")]


def test_of_two_forms_with_one_address_the_one_with_the_sent_fields_shows_the_refusal():
    one = FormBlock("Send all", "/replay", needs=["x"])
    other = FormBlock("Send a span", "/replay", [Input("from", "From")], needs=["x"])
    refused = RefusedForm("post", "/replay", {"from": ["soon"]}, [InputFault("It is no time.", "from")], 422)
    assert refused.on([one, [other]]).form is other
