"""Which kind credentials are, where a provider takes several."""

from collections.abc import Mapping

import pytest

from gladhand.integrations.connections.credentials import parse_credentials
from gladhand.integrations.hosting.registry import providers
from gladhand.sdk.credential_kinds import ClientIdSecretCredentials, CredentialKind, OAuth2Credentials

_PAIR = {"client_id": "fleet", "client_secret": "example-secret"}
_ADDRESSES = {"url": "https://rfms.maker.example", "token_url": "https://login.maker.example/token"}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (_PAIR, ClientIdSecretCredentials),
        ({**_PAIR, "url": "", "token_url": None}, ClientIdSecretCredentials),
        ({**_PAIR, "url": _ADDRESSES["url"]}, ClientIdSecretCredentials),
        ({**_PAIR, **_ADDRESSES}, OAuth2Credentials),
    ],
)
def test_nothing_that_was_sent_is_dropped_where_a_kind_has_a_place_for_it(
    given: Mapping[str, str | None], kind: type[CredentialKind]
) -> None:
    found = parse_credentials(providers()["x-rfms"].definition, given)
    assert isinstance(found, kind)
    assert {name: value for name, value in given.items() if value}.items() <= found.model_dump().items()
