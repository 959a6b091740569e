"""What the operator sets of providers is held against their definitions before anything starts."""

import pytest

from gladhand.config import settings, wiring
from gladhand.config.settings import UnknownSetting


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PROVIDER_OPTIONS", '{"acme_eld": {}}', "PROVIDER_OPTIONS: there is no provider acme_eld"),
        ("PROVIDER_URLS", '{"acme_eld": "https://acme.example"}', "PROVIDER_URLS: there is no provider acme_eld"),
        (
            "OAUTH_APPS",
            '{"acme_eld": {"client_id": "hub", "client_secret": "very-secret"}}',
            "OAUTH_APPS: there is no provider acme_eld",
        ),
        (
            "OAUTH_APPS",
            '{"catena_simulator": {"client_id": "hub", "client_secret": "very-secret"}}',
            "catena_simulator has no sign-in by OAuth 2",
        ),
        ("PROVIDER_OPTIONS", '{"catena_simulator": {"colour": "red"}}', "catena_simulator has no option colour"),
    ],
)
def test_a_provider_or_an_option_that_does_not_exist_stops_the_start(monkeypatch, name, value, said):
    monkeypatch.setenv(f"GLADHAND_{name}", value)
    with pytest.raises(UnknownSetting, match=said) as caught:
        wiring.attempt_settings(settings.read())
    assert "very-secret" not in str(caught.value)
