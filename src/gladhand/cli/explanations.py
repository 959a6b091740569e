"""One-line explanations of errors that an operator can fix."""

import errno

from psycopg import OperationalError
from psycopg.errors import InsufficientPrivilege
from pydantic import ValidationError
from pydantic_settings import SettingsError

from gladhand.config.keys import NotSetUp
from gladhand.config.settings import UnknownSetting
from gladhand.core.conninfo import UnsuitableDatabase, reason
from gladhand.core.problems import Problem
from gladhand.local.stack import StackFailed

# Errors of files that the operator can fix: a full disk or quota, a read-only file system, missing rights.
_STORAGE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


def explanation(error: Exception) -> str | None:
    """The explanation of an operator's error. `None` for a bug of the program."""
    match error:
        case UnknownSetting() | NotSetUp() | StackFailed() | UnsuitableDatabase() | Problem():
            return str(error)
        case OperationalError() | InsufficientPrivilege():
            fault = "does not answer" if isinstance(error, OperationalError) else "gives its role too few rights"
            return f"the database {fault}: {reason(error)}"
        case OSError(errno=number, filename=file, strerror=said) if number in _STORAGE and file:
            return f"{file} cannot be written or read: {said}"
        case ValidationError():
            return "; ".join(
                f"GLADHAND_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()
            )
        case SettingsError():
            # The message names the field and does not contain the value.
            return f"a setting cannot be read: {error}"
    return None
