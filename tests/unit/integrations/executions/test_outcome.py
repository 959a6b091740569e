"""What follows from a run that failed."""

import pytest

from gladhand.integrations.executions.outcome import RunProgress, failure_of
from gladhand.integrations.gateway import NotInstalled
from gladhand.integrations.schedules.position import Position
from gladhand.integrations.unreadable import CredentialsUnreadable, StateUnreadable
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.sdk.errors import ProviderError, RateLimited, ServerFailed


@pytest.mark.parametrize("error", [NotInstalled("mapon"), CredentialsUnreadable(), StateUnreadable()])
def test_what_the_operator_has_to_mend_is_no_failure_of_the_provider(error: ProviderError) -> None:
    failure = failure_of(error, errors=0, response=None)
    assert (failure.error_type, failure.counted, failure.makes_stale) == (ErrorType.TSP, False, False)


@pytest.mark.parametrize("error", [NotInstalled("mapon"), StateUnreadable()])
def test_what_waits_for_the_operator_is_tried_seldom(error: ProviderError) -> None:
    waits = [failure_of(each, errors=0, response=None).wait for each in (error, ServerFailed("500"))]
    assert waits[0] > 10 * waits[1]


def test_a_provider_that_throttles_says_when_the_next_run_is_due() -> None:
    failure = failure_of(RateLimited("slower", retry_after=40), errors=7, response=None)
    assert 40 <= failure.wait <= 50
    assert not failure.counted


def test_an_execution_keeps_no_copy_of_a_long_state() -> None:
    def cursor(state: dict[str, str]) -> Position:
        position = Position(state, parent="b1", pages=3)
        return Position.load(RunProgress(position, None, Position(), None).cursor)

    assert cursor({"version": "14c3ee"}) == Position({"version": "14c3ee"}, parent="b1", pages=3)
    assert cursor({"version": "14c3ee", "known": "x" * 5_000}) == Position(parent="b1")
