"""A server that cannot start says why."""

import subprocess
import sys

import pytest

from gladhand.core.crypto import Keyring
from gladhand.local.stack import free_port

_KEY_IS_MISSING = "a sealed value for signing_key.private_key was made with a key that is not on the ring"


@pytest.mark.parametrize("processes", [1, 2])
def test_a_server_without_the_key_of_the_database_says_so(environment, server, processes) -> None:
    """The installation has been served with other keys before."""
    own = {"GLADHAND_ENCRYPTION_KEYS": Keyring.new_key(), "GLADHAND_SERVER_PROCESSES": str(processes)}
    ended = subprocess.run(
        [sys.executable, "-m", "gladhand", "serve"],
        env={**environment, **own, "GLADHAND_PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = (ended.stdout + ended.stderr).strip()
    assert ended.returncode != 0
    assert _KEY_IS_MISSING in said
    if processes == 1:
        assert said.startswith("gladhand: GLADHAND_ENCRYPTION_KEYS lacks a key")
        assert len(said.splitlines()) == 1
    else:
        assert "server.not_started" in said
