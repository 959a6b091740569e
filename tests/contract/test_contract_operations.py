"""The list of the contract's operations that the server carries."""

import re
from importlib.resources import files

from tests.contract.documents import SERVICES, contract_operations


def test_the_server_knows_every_operation_of_the_contract():
    text = (files("gladhand.core") / "contract_operations.txt").read_text("utf-8")
    known = [tuple(line.split()) for line in text.splitlines() if not line.startswith("#")]
    assert len(known) == len(set(known))
    places = {(method, re.sub(r"\{[^}]+\}", "{}", path)) for method, path in known}
    assert places == {place for service in SERVICES for place in contract_operations(service)}
