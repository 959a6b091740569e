"""One-line explanations of errors that an operator can fix."""

from psycopg import OperationalError
from pydantic import ValidationError
from pydantic_settings import SettingsError

from gladhand.config.keys import NotSetUp
from gladhand.config.settings import UnknownSetting
from gladhand.core.conninfo import UnsuitableDatabase, reason
from gladhand.core.problems import Problem
from gladhand.local.stack import StackFailed


def explanation(error: Exception) -> str | None:
    """The explanation of an operator's error. `None` for a bug of the program."""
    match error:
        case UnknownSetting() | NotSetUp() | StackFailed() | UnsuitableDatabase() | Problem():
            return str(error)
        case OperationalError():
            return f"the database cannot be used: {reason(error)}"
        case ValidationError():
            return "; ".join(
                f"GLADHAND_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()
            )
        case SettingsError():
            # The message names the field and does not contain the value.
            return f"a setting cannot be read: {error}"
    return None
