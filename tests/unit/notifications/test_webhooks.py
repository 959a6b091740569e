import pytest
from pydantic import ValidationError

from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.notifications.webhooks.service import masked


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
    assert masked(url) == shown


def test_a_secret_of_less_than_twelve_characters_is_refused():
    wanted = {"url": "https://example.com/", "event_name": "user.added"}
    assert WebhookCreate.model_validate(wanted | {"secret": "x" * 12}).secret == "x" * 12
    with pytest.raises(ValidationError):
        WebhookCreate.model_validate(wanted | {"secret": "x" * 11})
