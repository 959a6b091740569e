"""Faults to inject: which requests fail, how, and how often."""

import random
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from gladhand.simulator.kinds import RequestRefused

KINDS = {
    "throttle": "answers 429 with Retry-After",
    "fail": "answers 500 (or the given status)",
    "reject": "answers 422 with a reason",
    "bad_auth": "answers 401",
    "malformed": "answers 200 with JSON that breaks off",
    "slow": "answers rightly, but late",
    "hang": "never answers",
    "cut_before_write": "drops the connection, nothing is written",
    "cut_after_write": "writes, then drops the connection without an answer",
    "html": "answers 200 with a page of HTML",
    "cut_answer": "drops the connection in the middle of the answer",
    "huge": "answers with a body of `megabytes`",
    "expire_cursor": "answers 410 to a request with a cursor",
    "page_loop": "answers with the cursor that it was given",
    "endless": "answers pages without rows, each with a new cursor",
    "duplicates": "has each row of a page twice",
    "cap": "silently ends a list after so many `rows`",
    "garbage_row": "has a row too many, which makes no sense",
    "unknown_value": "has an unknown word in one row",
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "method": str,
    "path": str,
    "account": str,
    "count": int,
    "probability": (int, float),
    "after": int,
    "delay": (int, float),
    "retry_after": (int, float),
    "status": int,
    "reason": str,
    "rows": int,
    "megabytes": int,
}
_ids = count(1)


@dataclass
class Rule:
    """One order. It hits requests of this method, path prefix and account, after letting the first `after` pass."""

    kind: str
    method: str | None = None
    path: str = "/api/"
    account: str | None = None
    """API key of the account; absent is all of them."""
    count: int | None = 1
    """How many requests it hits before it is used up; null never is."""
    probability: float = 1.0
    after: int = 0
    delay: float = 0.0
    """Seconds before it does anything; `slow` needs it."""
    retry_after: float = 1.0
    status: int = 500
    reason: str = "The simulator was told to refuse this."
    rows: int = 5000
    megabytes: int = 100
    seen: int = 0
    """What a rule has counted within a list."""
    id: int = field(default_factory=lambda: next(_ids))
    hits: int = 0

    def strikes(self, method: str, path: str, key: str | None) -> bool:
        """Whether this request is one of those that go wrong; counts it if so."""
        if (self.method and self.method != method) or not path.startswith(self.path):
            return False
        if self.account and self.account != key:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.probability < 1 and random.random() >= self.probability:  # noqa: S311 - decides no secret
            return False
        self.hits += 1
        return True

    @property
    def used_up(self) -> bool:
        return self.count is not None and self.hits >= self.count

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def parse(order: object) -> Rule:
    """A rule from a JSON object or a form. Raises `RequestRefused`."""
    if not isinstance(order, dict) or order.get("kind") not in KINDS:
        raise RequestRefused(422, f"kind must be one of {', '.join(KINDS)}.", "kind")
    given: dict[str, Any] = {}
    for name, value in order.items():
        if name not in _TYPES:
            raise RequestRefused(422, f"There is no option {str(name)[:40]!r}.", str(name)[:40])
        if value is None and name != "count":
            continue
        if not (value is None or isinstance(value, _TYPES[name])) or isinstance(value, bool):
            raise RequestRefused(422, f"{name} has the wrong type.", name)
        given[name] = value
    if "count" not in given and "probability" in given:
        given["count"] = None
    if given.get("method"):
        given["method"] = given["method"].upper()
    rule = Rule(**given)
    if not 0 <= rule.probability <= 1 or rule.delay < 0 or not 400 <= rule.status <= 599:
        raise RequestRefused(422, "probability goes from 0 to 1, delay from 0, status from 400 to 599.")
    return rule
