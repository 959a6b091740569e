"""The operations of the contract, also those that this server lacks. A test holds the list against the contract."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class ContractOperation(NamedTuple):
    method: str
    route: str
    """The path with the types of its parameters, as routes have it."""

    @property
    def path(self) -> str:
        return published_path(self.route)


def published_path(route: str) -> str:
    """The path of a route as documents have it, without the types of its parameters."""
    return route.replace(":uuid", "")


@cache
def contract_operations() -> tuple[ContractOperation, ...]:
    """All operations, in the order of the list."""
    text = (files("gladhand.core") / "contract_operations.txt").read_text("utf-8")
    return tuple(ContractOperation(*line.split()) for line in text.splitlines() if not line.startswith("#"))
