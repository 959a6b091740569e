"""The class of an error decides everything."""

import pytest

from gladhand.sdk import errors
from gladhand.sdk.errors import ProviderError

DECISIONS = {
    # class: (error_type, retryable, makes_stale, may_have_arrived, counted)
    "AuthFailed": ("auth", False, True, False, True),
    "SessionEnded": ("auth", False, True, False, True),
    "Rejected": ("validation", False, False, False, True),
    "NotAllowed": ("auth", False, False, False, True),
    "Unsupported": ("validation", False, False, False, True),
    "CursorLost": ("tsp", True, False, False, True),
    "RateLimited": ("tsp", True, False, False, False),
    "Unavailable": ("network", True, False, False, True),
    "ServerFailed": ("tsp", True, False, True, True),
    "NoAnswer": ("network", True, False, True, True),
    "OutcomeUnknown": ("network", False, False, True, True),
    "Malformed": ("tsp", True, False, True, True),
    "AnswerTooLong": ("tsp", True, False, True, True),
}
CLASSES = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ProviderError)]


@pytest.mark.parametrize(
    "kind", [each for each in CLASSES if each is not ProviderError], ids=lambda each: each.__name__
)
def test_each_class_decides_as_drawn(kind: type[ProviderError]) -> None:
    decided = (kind.error_type, kind.retryable, kind.makes_stale, kind.may_have_arrived, kind.counted)
    assert decided == DECISIONS[kind.__name__]
    assert kind.__name__ in (errors.__doc__ or "")


def test_only_headers_about_limits_and_requests_are_kept() -> None:
    error = errors.Rejected(
        "no",
        status_code=422,
        headers={
            "Retry-After": "2",
            "X-RateLimit-Remaining": "0",
            "x-rate-limit-reset": "1",
            "RateLimit-Policy": "10;w=1",
            "X-Request-Id": "r-1",
            "X-Amzn-RequestId": "r-2",
            "Set-Cookie": "session=1",
            "Authorization": "Bearer 1",
            "Location": "https://example.com/?token=1",
        },
    )
    assert set(error.headers) == {
        "Retry-After",
        "X-RateLimit-Remaining",
        "x-rate-limit-reset",
        "RateLimit-Policy",
        "X-Request-Id",
        "X-Amzn-RequestId",
    }


def test_the_detail_is_one_line_of_bounded_length() -> None:
    assert errors.Rejected("a\r\n  b\x00c").detail == "a b c"
    assert len(errors.Rejected("x" * 9000).detail) == 500
    assert str(errors.Rejected(" no ")) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 30_000,
        "x" * 20_000 + " y",
        "x" * 19_999 + "  y",
        "<br>" + " " * 19_985 + "a-secret-of-17-ch",
        "a \n" * 30_000,
    ],
)
def test_a_long_text_is_cut_far_behind_the_detail(text: str) -> None:
    """A secret that the cut leaves a part of is not found any more."""
    error = errors.Rejected(text)
    assert " ".join(error.full_text.split()) == " ".join(text.split())[:20_000].rstrip()
    error.detail = text
    assert " ".join(error.full_text.split()) == " ".join(text.split())[:20_000].rstrip()
