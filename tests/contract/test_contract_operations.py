"""The list of the contract's operations that the server carries."""

import re

from tests.contract.documents import SERVICES, contract_operations

from gladhand.core.contract_operations import contract_operations as carried_operations


def test_the_server_knows_every_operation_of_the_contract():
    known = carried_operations()
    assert len(known) == len(set(known))
    places = {(each.method, re.sub(r"\{[^}]+\}", "{}", each.path)) for each in known}
    assert places == {place for service in SERVICES for place in contract_operations(service)}
