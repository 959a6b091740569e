"""Files that hold secrets, and what is said when the disk does not take them."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gladhand.cli.explanations import explanation
from gladhand.config.keys import write_private


def test_a_private_file_is_its_owners_also_where_there_was_one_for_all(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text("former")
    file.chmod(0o644)
    write_private(file, "secret")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("secret", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_a_private_file_is_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, flush, flushed = tmp_path / "env", os.fsync, list[tuple[int, bool]]()

    def fsync(opened: int) -> None:
        flushed.append((os.fstat(opened).st_ino, file.exists()))
        flush(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    write_private(file, "secret")
    assert flushed == [(file.stat().st_ino, False), (tmp_path.stat().st_ino, True)]


_KILLED_BEFORE_THE_END = """
import os, sys
from pathlib import Path
from gladhand.config.keys import write_private
Path.replace = lambda *_: os.kill(os.getpid(), 9)
write_private(Path(sys.argv[1]), "a secret")
"""


def test_what_a_killed_process_has_left_goes_with_the_next_write(tmp_path: Path) -> None:
    file = tmp_path / "env"
    assert subprocess.run([sys.executable, "-c", _KILLED_BEFORE_THE_END, file], check=False).returncode == -9
    assert "a secret" in [left.read_text() for left in tmp_path.iterdir()]
    write_private(file, "secret")
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_full_disk_does_not_take_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "env"
    write_private(file, "former")
    open_file = os.open
    monkeypatch.setattr(os, "open", lambda _path, _flags, _mode: open_file("/dev/full", os.O_WRONLY))
    with pytest.raises(OSError, match="No space left") as caught:
        write_private(file, "secret")
    assert file.read_text() == "former"
    assert explanation(caught.value) == f"{file} cannot be written or read: No space left on device"


def test_a_full_disk_is_said_in_one_sentence_where_the_error_names_no_file() -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        Path("/dev/full").write_text("x")
    assert caught.value.filename is None
    assert explanation(caught.value) == "a file cannot be written: No space left on device"
    assert explanation(OSError(errno.ECONNRESET, "Connection reset")) is None


def test_a_folder_that_does_not_exist_is_said_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "env"
    with pytest.raises(FileNotFoundError) as caught:
        write_private(file, "secret")
    assert explanation(caught.value) == f"{file} cannot be written or read: No such file or directory"
