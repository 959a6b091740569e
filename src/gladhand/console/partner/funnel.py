"""How far the fleets of invitations come, and where the others stop."""

from collections.abc import Sequence
from typing import Any

from gladhand.console.pages.blocks import Bars

_WAY = {
    "opened": "opened the link",
    "accepted": "accepted",
    "provider_chosen": "chose a provider",
    "connected": "connected it",
    "returned": "returned to your site",
}
_ENDINGS = {
    "check_failed": "refused by the provider at least once",
    "integration_requested": "asked for a provider that is not supported",
    "declined": "declined",
}
_ABOUT = "Fleets that accept and connect through the API, on pages of your own, open no link and do not return from it."


def funnel_blocks(funnel: Any) -> Sequence[Bars]:
    """The stages on the way, and apart from them what keeps fleets from going on."""
    reached = funnel["reached"]
    way = [("invited", funnel["invitations"]), *((text, reached[step]) for step, text in _WAY.items())]
    endings = [(text, reached[step]) for step, text in _ENDINGS.items()]
    failures = [(each["detail"] or "no reason", each["invitations"]) for each in funnel["failures"]]
    blocks = [Bars("How far fleets came in the last 45 days", way, "Nobody was invited in the last 45 days.", _ABOUT)]
    if any(count for _, count in endings):
        blocks.append(Bars("What kept fleets from going on", endings, ""))
    if failures:
        blocks.append(Bars("Why sign-ins were refused", failures, ""))
    return blocks
