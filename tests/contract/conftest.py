"""An invitation that a fleet has accepted, with the fleet's tokens."""

from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api


@pytest.fixture
async def accepted(api: Api, anyone: Api) -> Any:
    invited = await api.post("/v2/orgs/invitations", {"fleet_ref": f"ref-{uuid4().hex[:8]}"})
    answer = await anyone.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
    assert answer.status == 200, answer.body
    return answer.body
