"""One-line explanations of errors that an operator can fix."""

import errno
import re

from psycopg import OperationalError
from psycopg.errors import InsufficientPrivilege
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from gladhand.config.keys import NotSetUp
from gladhand.config.variables import UnknownSetting
from gladhand.core.conninfo import UnsuitableDatabase, reason
from gladhand.core.crypto import Unsealable
from gladhand.core.db import is_of_statement
from gladhand.core.how_many import how_many
from gladhand.core.problems import Problem
from gladhand.local.stack import StackFailed

# pydantic's sentence about a variable that is no JSON names the field so.
_FIELD = re.compile(r'field "(\w+)"')
# Errors of files that the operator can fix: a full disk or quota, a read-only file system, missing rights, a path that
# cannot be one.
_STORAGE = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.ELOOP,
)
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def explanation(error: Exception) -> str | None:
    """The explanation of an operator's error. `None` for a bug of the program."""
    line = None
    match error:
        case UnknownSetting() | NotSetUp() | StackFailed() | UnsuitableDatabase() | Problem():
            line = str(error)
        case OperationalError() | InsufficientPrivilege():
            if isinstance(error, InsufficientPrivilege):
                fault = "gives its role too few rights"
            else:
                fault = "ended a statement" if is_of_statement(error) else "does not answer"
            line = f"the database {fault}: {reason(error)}"
        case Unsealable():
            line = f"GLADHAND_ENCRYPTION_KEYS lacks a key, or a stored secret was changed: {error}"
        case OSError():
            line = storage_fault(error)
        case ValidationError():
            line = "; ".join(_of_setting(each) for each in error.errors())
        case SettingsError():
            # The message names the field and does not contain the value.
            name = _FIELD.search(str(error))
            line = f"GLADHAND_{name[1].upper()}: must be JSON" if name else f"a setting cannot be read: {error}"
    return line


def storage_fault(error: OSError) -> str | None:
    """What is wrong with a file, or the disk that it is on. `None` for other errors of the system."""
    if error.errno in _STORAGE and error.filename:
        return f"{error.filename} cannot be written or read: {error.strerror}"
    # An error of writing does not name the file.
    return f"a file cannot be written: {error.strerror}" if error.errno in _DISK else None


def exit_code(error: Exception) -> int:
    """2 when a setting has to be changed, otherwise 1."""
    return 2 if isinstance(error, UnknownSetting | ValidationError | SettingsError | NotSetUp | Unsealable) else 1


def _of_setting(fault: ErrorDetails) -> str:
    """The name of the variable, the place in its value if it has several, and what is wrong there."""
    text = fault["msg"].removeprefix("Value error, ").replace("Input should", "must")
    if fault["type"] == "too_short" and fault["ctx"]["field_type"] == "Value":
        # A secret, whose characters pydantic calls items.
        text = f"must have at least {how_many(fault['ctx']['min_length'], 'character')}"
    if not fault["loc"]:
        return text
    name, *within = (f"entry {part + 1}" if isinstance(part, int) else str(part) for part in fault["loc"])
    return f"GLADHAND_{name.upper()}: {': '.join([*within, text])}"
