import pytest
from pydantic import ValidationError

from gladhand.notifications.webhooks.schemas import WebhookCreate, WebhookUpdate
from gladhand.notifications.webhooks.service import masked_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/webhooks/catena", "https://example.com/webhooks/*****"),
        ("https://example.com/webhooks/a-key/", "https://example.com/webhooks/*****"),
        ("https://example.com/hook?token=abc", "https://example.com/*****"),
        ("https://example.com/", "https://example.com/*****"),
        ("https://example.com:8443/a/b/c#d", "https://example.com:8443/a/b/*****"),
    ],
)
def test_the_last_part_of_an_address_and_its_query_are_masked(url, shown):
    assert masked_url(url) == shown


def test_a_short_secret_is_accepted_when_it_is_first_given_as_the_contract_has_it():
    wanted = {"url": "https://example.com/", "event_name": "user.added"}
    assert WebhookCreate.model_validate(wanted | {"secret": "x"}).secret == "x"
    with pytest.raises(ValidationError):
        WebhookUpdate.model_validate({"secret": "x" * 11})
