"""The example in the documentation is a provider that passes the check."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.provider_tools.filling import fill_in
from typer.testing import CliRunner

from gladhand.cli.provider import group
from gladhand.integrations.hosting.registry import Provider, packages
from gladhand.provider_tools import source_paths as place
from gladhand.provider_tools.check import findings
from gladhand.provider_tools.scaffold import new

_CHECKOUT = Path(__file__).resolve().parents[3]
_PAGE = _CHECKOUT / "docs" / "providers.md"
_NEW = re.compile(r"gladhand provider new (?P<name>[\w-]+)")
_FILE = re.compile(r"^```\w+ file=(?P<name>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Path]:
    """What `gladhand provider new` writes, with the files of the page in their places."""
    made = new("x-acme", tmp_path)
    folder = made.folder / made.package
    fill_in(folder / "samples")
    for match in _FILE.finditer(_PAGE.read_text("utf-8")):
        (folder / match["name"]).write_text(match["text"], "utf-8")
    path = list(sys.path)
    yield folder
    sys.path[:] = path
    for name in [each for each in sys.modules if each.split(".")[0] == made.package]:
        del sys.modules[name]
    importlib.invalidate_caches()


def test_the_page_shows_a_file_of_each_kind() -> None:
    shown = {match["name"] for match in _FILE.finditer(_PAGE.read_text("utf-8"))}
    assert shown == {"provider.toml", "adapter.py", "api.py", "users.py", "samples/create_user_taken.json"}


def test_no_provider_of_this_repository_has_the_name_that_authors_are_told_to_type() -> None:
    shown = " ".join(CliRunner().invoke(group, ["new", "--help"], env={"COLUMNS": "200"}).output.split())
    (told,) = re.findall(r"such as ([\w-]+)\.", shown)
    typed = {match["name"] for match in _NEW.finditer(_PAGE.read_text("utf-8"))}
    assert typed == {told} == {"x-acme"}
    assert "x-acme" not in {provider.source_name for provider in map(Provider, packages())}


async def test_the_example_passes_the_check(example: Path) -> None:
    assert await findings(place.package(str(example))) == []
