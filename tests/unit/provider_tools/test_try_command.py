"""`gladhand provider try` where the adapter's own code fails."""

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
