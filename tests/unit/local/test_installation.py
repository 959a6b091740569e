import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gladhand.config import keys
from gladhand.config.settings import Settings
from gladhand.core.crypto import Keyring
from gladhand.local import installation

DATABASE = "postgresql://u@h/d"

MAKE = """
import sys
from pathlib import Path
from gladhand.config import keys
from gladhand.local import installation
from gladhand.config.settings import Settings
sys.stdin.readline()
print(keys.encryption_keys(Settings(data_dir=Path(sys.argv[1]))))
"""


def settings(folder: Path, **given: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, "encryption_keys": None, "database_url": None} | given)


def test_several_processes_that_start_at_once_agree_on_one_key(tmp_path):
    folder = tmp_path / "not" / "there" / "yet"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()
    keys = {process.communicate(timeout=30)[0] for process in processes}
    assert all(process.returncode == 0 for process in processes)
    (key,) = keys
    Keyring.parse(key)
    assert [file.name for file in folder.iterdir()] == ["encryption-keys"]


def test_only_its_owner_may_read_the_key(tmp_path):
    keys.encryption_keys(settings(tmp_path))
    assert stat.S_IMODE((tmp_path / "encryption-keys").stat().st_mode) == 0o600


def test_a_key_that_is_there_is_kept(tmp_path):
    first = keys.encryption_keys(settings(tmp_path))
    assert keys.encryption_keys(settings(tmp_path)) == first
    assert keys.encryption_keys(settings(tmp_path), make=True) == first


def test_the_draft_of_a_process_that_died_is_in_nobody_s_way(tmp_path):
    for pid in range(5):
        (tmp_path / f".encryption-keys-{pid}").write_text("half a k")
    Keyring.parse(keys.encryption_keys(settings(tmp_path)))


def test_the_operator_s_keys_win_and_nothing_is_written(tmp_path):
    key = Keyring.new_key()
    assert keys.encryption_keys(settings(tmp_path, encryption_keys=key), make=True) == key
    assert list(tmp_path.iterdir()) == []


def test_a_server_with_a_database_of_its_own_makes_no_key(tmp_path):
    with pytest.raises(keys.NotSetUp, match="GLADHAND_ENCRYPTION_KEYS"):
        keys.encryption_keys(settings(tmp_path, database_url=DATABASE))
    assert list(tmp_path.iterdir()) == []


def test_a_server_beside_a_running_installation_uses_its_key(tmp_path):
    made = keys.encryption_keys(settings(tmp_path, database_url=DATABASE), make=True)
    assert keys.encryption_keys(settings(tmp_path, database_url=DATABASE)) == made


def test_keys_that_cannot_be_read_are_told_by_their_setting_and_not_repeated(tmp_path):
    with pytest.raises(keys.NotSetUp, match="GLADHAND_ENCRYPTION_KEYS") as caught:
        keys.keyring(settings(tmp_path, encryption_keys="hunter2"))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_in_use_is_said_before_anything_starts(family, host):
    with socket.socket(family) as held:
        held.bind((host, 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(keys.NotSetUp, match=f"{port} cannot be used"):
            installation.require_free(host, port)
    installation.require_free(host, port)


def test_a_database_of_the_operator_s_is_used_as_it_is(tmp_path):
    with installation.database_url(settings(tmp_path, database_url=DATABASE)) as url:
        assert url == DATABASE
    assert list(tmp_path.iterdir()) == []
