"""The commands of the README and of the guides, run as they stand in a shell."""

import asyncio
import os
import re
import shlex
import signal
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conftest import PATIENCE, PartnerFixture, Process, reading

ROOT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(r"^(?P<indent> *)```bash\n(?P<commands>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)

pytestmark = pytest.mark.needs("curl", "jq")

# The README sends its reader into a browser at this place; tests of Connect go there themselves.
BE_THE_FLEET = """
FLEET_TOKEN=$(curl -s -X POST "$GLADHAND_URL/v2/orgs/invitations/$(echo "$INVITATION" | jq -r .id)/accept" \
  | jq -r .pre_registration_access_token)
TSP_ID=$(curl -s "$GLADHAND_URL/v2/orgs/tsps" -H "Authorization: Bearer $TOKEN" \
  | jq -r '.[] | select(.slug == "groundhog").id')
curl -s "$GLADHAND_URL/v2/integrations/connections" -H "Authorization: Bearer $FLEET_TOKEN" \
  -H 'Content-Type: application/json' \
  -d '{"tsp_id": "'"$TSP_ID"'", "credentials": {"api_key": "demo-key"}}' > /dev/null
"""


def commands(page: str) -> list[str]:
    """The shell commands of a page, one text for each block."""
    found = [textwrap.dedent(block["commands"]) for block in _BLOCK.finditer((ROOT / page).read_text())]
    assert found, f"{page} has no commands"
    return found


@pytest.fixture
def folder(tmp_path: Path, server: str, simulator: str, worker: Process, partner: PartnerFixture) -> Path:
    """Where the reader is, with what `gladhand up --env-file` writes there."""
    variables = {
        "GLADHAND_URL": server,
        "GLADHAND_TOKEN_URL": f"{server}/realms/catena/protocol/openid-connect/token",
        "GLADHAND_CLIENT_ID": partner.client_id,
        "GLADHAND_CLIENT_SECRET": partner.client_secret,
        "GLADHAND_SIMULATOR_URL": simulator,
    }
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    (tmp_path / "gladhand.env").write_text("".join(lines))
    return tmp_path


async def typed(folder: Path, blocks: list[str]) -> str:
    """What a shell prints that is given these commands; it must not fail, nor complain."""
    printed, complaints = folder / "printed", folder / "complaints"
    with printed.open("wb") as out, complaints.open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            *("bash", "-euo", "pipefail", "-c", "\n".join(blocks)),
            cwd=folder,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            pytest.fail(f"the shell waits for something: {printed.read_text()}\n{complaints.read_text()}")
        finally:
            # Whatever it has left in the background goes with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    assert (process.returncode, complaints.read_text()) == (0, ""), printed.read_text()
    return printed.read_text()


async def test_the_quickstart_leads_to_a_changed_driver_and_to_every_event_and_leaves_nothing_behind(folder, api):
    printed = await typed(folder, commands("docs/quickstart.md"))

    assert printed.count('"response_status_code": 201') == 1
    assert '"phone_number": "+15125550100"' in printed
    assert '"default_time_zone": null' in printed
    heard = printed.rpartition("}")[2].split()
    assert set(heard) == {
        "invitation.created",
        "invitation.accepted",
        "user.added",
        "user.modified",
        "resource_operation.created",
        "resource_operation.succeeded",
    }
    for path in ("/v2/notifications/webhooks", "/v2/orgs/fleets"):
        assert (await api.get(path)).body["items"] == []
    assert {each.name for each in folder.iterdir()} == {"gladhand.env", "printed", "complaints"}


async def test_the_readme_leads_to_a_driver_once_the_fleet_has_done_its_part(folder):
    invite, *rest = commands("README.md")

    printed = await typed(folder, [invite, BE_THE_FLEET, *rest])

    assert "?invite=" in printed
    assert '"status": "success"' in printed
    assert '"status": "pending"' in printed


async def test_the_page_of_reading_leads_to_records_their_changes_and_the_state_of_their_schedules(
    folder, environment, make_account
):
    # The account of `gladhand up` has trucks; that of the tests has none. Some of twelve drivers have worked within a
    # day. Of two, in every fifth account, neither has.
    account = await make_account(trucks=12)
    blocks = [block.replace("demo-key", account.key) for block in commands("docs/reading.md")]

    with reading(environment):
        printed = await typed(folder, blocks)

    assert '"vehicle_name": ' in printed
    assert '"read_from_datetime": ' in printed
    assert '"schedule_status": "active"' in printed
    assert '"lateness_p95_seconds": ' in printed
    assert "DH_DAILY_OVER" in printed
    assert (folder / "vehicles.csv").read_text().startswith("fleet_id,fleet_ref,id,")


async def test_the_page_of_recipes_answers_each_question(folder, environment, make_account):
    account = await make_account(trucks=12)
    blocks = [block.replace("demo-key", account.key) for block in commands("docs/recipes.md")]

    with reading(environment):
        printed = await typed(folder, blocks)

    assert re.search(r"Z\t-?\d+\.\d+ -?\d+\.\d+\n", printed)
    assert '"status": "pending"' in printed
    assert "\tcreate\tuser\t" in printed
    assert (folder / "vehicles.csv").read_text().startswith("fleet_id,fleet_ref,id,")


async def test_the_page_of_onboarding_shows_where_an_invitation_stands(folder):
    printed = await typed(folder, commands("docs/onboarding.md"))

    assert printed.count('"status": "active"') == 2
    assert "?invite=" in printed


async def test_the_page_of_errors_shows_each_kind_of_them(folder):
    printed = await typed(folder, commands("docs/errors.md"))

    assert '"path": "body.fleet_ref"' in printed
    assert '"code": 404' in printed
    assert '"error": "invalid_client"' in printed
