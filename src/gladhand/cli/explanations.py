"""What an operator can put right, told in one line."""

from psycopg import OperationalError
from pydantic import ValidationError
from pydantic_settings import SettingsError

from gladhand.config.keys import NotSetUp
from gladhand.config.settings import UnknownSetting
from gladhand.core.problems import Problem
from gladhand.local.stack import StackFailed


def explanation(error: Exception) -> str | None:
    """The line for an error that is no fault of the program; `None` for one that is."""
    match error:
        case UnknownSetting() | NotSetUp() | StackFailed() | Problem():
            return str(error)
        case OperationalError():
            return f"the database does not answer: {(str(error).splitlines() or [type(error).__name__])[0]}"
        case ValidationError():
            return "; ".join(
                f"GLADHAND_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()
            )
        case SettingsError():
            # Names the field, and repeats nothing of the value.
            return f"a setting cannot be read: {error}"
    return None
