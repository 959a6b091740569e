"""Our own documents, and the contract's, as JSON."""

import json
from functools import cache
from pathlib import Path

from tests.contract.facts import Json, OperationFacts, Place, operations

from gladhand.apidocs import documents
from gladhand.apidocs.services import SERVICES
from gladhand.app import routed

_FOLDER = Path(__file__).parent / "published"

__all__ = [
    "SERVICES", "contract_document", "contract_file", "contract_operations", "document", "not_yet", "our_operations",
]  # fmt: skip


@cache
def document(service: str, *, extensions: bool = True) -> Json:
    """What our server publishes."""
    made: Json = json.loads(documents.rendered_document(routed(), service, extensions=extensions))
    return made


@cache
def our_operations(service: str) -> dict[Place, OperationFacts]:
    return operations(document(service))


def contract_file(service: str) -> Path:
    return _FOLDER / f"{service}.json"


@cache
def contract_document(service: str) -> Json:
    """What the contract says."""
    loaded: Json = json.loads(contract_file(service).read_text())
    return loaded


@cache
def contract_operations(service: str) -> dict[Place, OperationFacts]:
    return operations(contract_document(service))


def not_yet() -> set[Place]:
    """Operations of the contract that are still to come."""
    lines = (_FOLDER / "not_yet.txt").read_text().splitlines()
    return {(line.split()[0], line.split()[1]) for line in lines if line and not line.startswith("#")}
