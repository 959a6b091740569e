from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from gladhand.core.crypto import Secret
from gladhand.notifications.signing import new_signing_secret, standard_signatures

_AT = datetime.fromtimestamp(1_700_000_000, UTC)


@pytest.mark.parametrize(("before", "behind"), [("", ""), ("", "\n"), ("", "\r\n"), (" ", " ")])
def test_libraries_verify_by_a_secret_as_files_and_variables_hold_it(before, behind):
    secret = new_signing_secret()
    made = standard_signatures(Secret(f"{before}{secret}{behind}"), b"msg_1.1700000000.{}")
    expected = Webhook(f"{secret}{behind}").sign("msg_1", _AT, "{}")
    assert expected in [f"v1,{each}" for each in made]
