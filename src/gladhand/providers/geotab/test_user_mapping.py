"""Whether Geotab's users and devices are in use."""

from datetime import timedelta

import pytest

from gladhand.providers.geotab.user_mapping import FOREVER, ended, is_active, wire
from gladhand.sdk import clock


@pytest.mark.parametrize("begins_in", [timedelta(days=-1), timedelta(days=1)])
def test_who_has_ended_is_not_active_though_the_begin_lies_ahead(begins_in: timedelta) -> None:
    now = clock.now()
    entity = {"activeFrom": wire(now + begins_in), "activeTo": FOREVER}
    assert is_active(entity) is True
    assert is_active({**entity, "activeTo": ended(entity, now)}) is False
