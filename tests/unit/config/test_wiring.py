"""What the operator sets of providers is held against their definitions before anything starts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gladhand.config import settings, wiring
from gladhand.config.variables import UnknownSetting
from gladhand.core import clock
from gladhand.sdk import clock as sdk_clock


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PROVIDER_OPTIONS", '{"acme_eld": {}}', "PROVIDER_OPTIONS: there is no provider acme_eld"),
        ("EXTRA_PROVIDERS", "x-yard", "EXTRA_PROVIDERS: there is no provider x-yard"),
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


def test_adapters_tell_the_time_of_the_database(monkeypatch):
    monkeypatch.setattr(sdk_clock, "now", (mine := sdk_clock.Clock()).now)
    monkeypatch.setattr(sdk_clock, "follow", mine.follow)
    moment = datetime(2031, 1, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)

    nothing: Any = None
    wiring.provider_gateway(settings.read(), nothing, nothing, nothing)

    assert sdk_clock.timestamp() == moment.timestamp()
