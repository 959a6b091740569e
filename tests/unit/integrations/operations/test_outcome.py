"""What follows from an error of a provider."""

import pytest

from gladhand.integrations.operations.outcome import failed
from gladhand.sdk.errors import (
    AuthFailed,
    Malformed,
    NoAnswer,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
    Unavailable,
    Unsupported,
)

WAITS = (1.0, 5.0, 30.0)


def seconds(error: ProviderError, attempts: int = 0) -> float | None:
    wait = failed(error, {}, attempts=attempts, waits=WAITS, is_clear=True).wait
    return None if wait is None else wait.total_seconds()


@pytest.mark.parametrize("error", [AuthFailed("no"), Rejected("no"), Unsupported("no")])
def test_what_cannot_succeed_later_ends_at_once(error: ProviderError) -> None:
    assert seconds(error) is None


@pytest.mark.parametrize("error", [Unavailable("no"), ServerFailed("no"), NoAnswer("no"), Malformed("no")])
def test_the_rest_is_tried_again_after_growing_pauses_and_then_ends(error: ProviderError) -> None:
    for attempts, wait in enumerate(WAITS):
        found = seconds(error, attempts)
        assert found is not None
        assert 0.8 * wait <= found <= 1.2 * wait
    assert seconds(error, len(WAITS)) is None


def test_throttling_waits_as_long_as_asked_for_and_is_not_counted() -> None:
    outcome = failed(RateLimited("slow down", retry_after=7.0), {}, attempts=99, waits=WAITS, is_clear=True)
    assert outcome.wait is not None
    assert 7.0 <= outcome.wait.total_seconds() <= 8.5
    assert not outcome.counted


def test_without_pauses_there_is_one_try_even_when_throttled() -> None:
    for error in (RateLimited("slow down", retry_after=1.0), NoAnswer("no")):
        assert failed(error, {}, attempts=0, waits=None, is_clear=True).wait is None


@pytest.mark.parametrize(
    ("error", "is_clear", "unsent"),
    [
        (Unavailable("never arrived"), True, True),
        (Unavailable("never arrived"), False, False),
        (RateLimited("refused"), True, True),
        (NoAnswer("lost"), True, False),
        (ServerFailed("who knows"), True, False),
    ],
)
def test_only_what_surely_was_not_done_need_not_be_looked_up(
    error: ProviderError, is_clear: bool, unsent: bool
) -> None:
    assert failed(error, {}, attempts=0, waits=WAITS, is_clear=is_clear).unsent is unsent


def test_only_credentials_that_fail_stale_the_connection() -> None:
    assert failed(AuthFailed("no"), {}, attempts=0, waits=WAITS, is_clear=True).makes_stale
    assert not failed(Rejected("no"), {}, attempts=0, waits=WAITS, is_clear=True).makes_stale


def test_a_question_that_was_not_answered_has_changed_nothing() -> None:
    for error in (NoAnswer("lost"), ServerFailed("who knows"), Malformed("what")):
        assert failed(error, {}, attempts=0, waits=WAITS, is_clear=True, is_sent=False).unsent
        assert not failed(error, {}, attempts=0, waits=WAITS, is_clear=False, is_sent=False).unsent
