"""Shipped providers that the contract has no name for are offered where the operator names them, and nowhere else."""

import pytest

from gladhand.apidocs import documents
from gladhand.app import routed
from gladhand.integrations.hosting.registry import offered, providers
from gladhand.integrations.support import service
from gladhand.resources.enums import TspEnum
from gladhand.resources.in_house import InHouseSources

NAME = "x-rfms"


@pytest.mark.parametrize(("extra", "is_there"), [((), False), ((NAME,), True)])
def test_a_name_that_the_contract_lacks_is_shown_only_where_it_was_asked_for(
    extra: tuple[str, ...], is_there: bool
) -> None:
    assert NAME in providers()
    assert (NAME in offered(extra)) is is_there
    assert {"samsara", "webfleet"} < offered(extra).keys()
    names = InHouseSources.among(offered(extra))
    assert (NAME.encode() in service.overviews(names)) is is_there
    assert (service.find_capabilities(TspEnum(NAME), names) is not None) is is_there
    app = routed(extra_providers=extra)
    assert (f'"{NAME}"' in documents.rendered_document(app, "telematics", extensions=False).decode()) is is_there
