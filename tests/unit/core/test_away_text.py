"""The sentence about a database that is away, or that ended a statement."""

import pytest
from psycopg import InterfaceError, OperationalError
from psycopg.errors import AdminShutdown, DeadlockDetected, DiskFull, LockNotAvailable, QueryCanceled

from gladhand.core.db import away_text


@pytest.mark.parametrize("error", [QueryCanceled(), DeadlockDetected(), LockNotAvailable()])
def test_a_server_that_ended_a_statement_is_not_said_to_be_away(error: Exception) -> None:
    assert away_text(error) == "The database ended a statement."


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("gone"),
        InterfaceError("closed"),
        OSError("refused"),
        TimeoutError(),
        AdminShutdown(),
        DiskFull(),
    ],
)
def test_a_lost_server_does_not_answer(error: Exception) -> None:
    assert away_text(error) == "The database does not answer."
