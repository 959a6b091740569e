"""`gladhand provider try` before the provider is asked, and where the adapter's own code fails."""

import pytest
from typer.testing import CliRunner

from gladhand.cli.provider import group
from gladhand.integrations.hosting.registry import Provider


def test_a_fault_of_the_adapter_is_told_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    async def verify(_self: object) -> None:
        raise LookupError("of the adapter")

    monkeypatch.setattr(Provider("gladhand.providers.traccar").adapter_class, "verify", verify)
    command = ["try", "traccar", "verify", "--key", "a-key", "--credential", "url=http://127.0.0.1:9"]
    result = CliRunner().invoke(group, command)
    assert result.exit_code == 1
    assert "LookupError: of the adapter" in result.output
    assert "the server" not in result.output
    assert "a-key" not in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lst_users"], "There is no call 'lst_users'."),
        (["create_user"], "create_user writes to the provider"),
        (["get_user"], "This call needs source_id="),
        (["list_users", "start=2026-01-06"], "list_users takes no arguments, and not start."),
        (["list_vehicle_locations", "start=yesterday"], "start= is a time such as"),
        (["verify", "loud"], "loud must be written NAME=VALUE."),
    ],
)
def test_what_cannot_be_called_is_told_before_the_command_asks_for_a_key(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(group, ["try", "traccar", *arguments], input="a-key\n")
    assert result.exit_code == 1
    assert result.output.startswith(told)
