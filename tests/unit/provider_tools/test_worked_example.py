"""The example in the documentation is a provider that passes the check."""

import importlib
import json
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
from gladhand.provider_tools.accepting import accept
from gladhand.provider_tools.check import findings
from gladhand.provider_tools.read_scaffold import add_read
from gladhand.provider_tools.scaffold import new

_PAGE = Path(__file__).resolve().parents[3] / "docs" / "providers.md"
_NEW = re.compile(r"gladhand provider new (?P<name>[\w-]+)")
_FILE = re.compile(r"^```\w+ file=(?P<name>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_NEWEST = re.compile(r"^```python part=vehicle_locations.py\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_READ = re.compile(r"^async def read\(.*?(?=^def to_record)", re.DOTALL | re.MULTILINE)
_WRITTEN = re.compile(_FILE.pattern.replace("file=", "written="), _FILE.flags)


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """What `gladhand provider new` writes, with its samples filled in; of a provider that is only read, if asked."""
    made = new("x-acme", tmp_path, read_only=getattr(request, "param", None) == "read only")
    written = made.folder / made.package
    fill_in(written / "samples")
    path = list(sys.path)
    yield written
    sys.path[:] = path
    for name in [each for each in sys.modules if each.split(".")[0] == made.package]:
        del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def example(folder: Path) -> Path:
    """With the files of the page in their places."""
    for match in _FILE.finditer(_PAGE.read_text("utf-8")):
        (folder / match["name"]).write_text(match["text"], "utf-8")
    return folder


def test_the_page_shows_a_file_of_each_kind() -> None:
    shown = {match["name"] for match in _FILE.finditer(_PAGE.read_text("utf-8"))}
    assert shown == {"provider.toml", "adapter.py", "api.py", "users.py", "samples/create_user_taken.json"}


def test_no_provider_of_this_repository_has_the_name_that_authors_are_told_to_type() -> None:
    shown = " ".join(CliRunner().invoke(group, ["new", "--help"], env={"COLUMNS": "200"}).output.split())
    (told,) = re.findall(r"such as ([\w-]+)\.", shown)
    typed = {match["name"] for match in _NEW.finditer(_PAGE.read_text("utf-8"))}
    assert typed == {told} == {"x-acme"}
    assert "x-acme" not in {provider.source_name for provider in map(Provider, packages())}


async def test_the_example_passes_the_check_but_for_its_invented_address(example: Path) -> None:
    assert await findings(place.package(str(example))) == [
        "provider.toml: base_url: https://api.acme.example is invented. Write the address of the provider's API."
    ]


def test_the_budget_names_the_reads_that_declare_no_requests(folder: Path) -> None:
    told = CliRunner().invoke(group, ["budget", str(folder.parent), "--vehicles", "1000", "--drivers", "1000"])
    assert told.exit_code == 0
    assert "Declared nothing in calls=, and so counted as one request a run: user." in told.output


@pytest.mark.parametrize("folder", ["read only"], indirect=True)
async def test_the_dated_resource_is_what_add_read_writes_and_passes_the_check(folder: Path) -> None:
    package = place.package(str(folder))
    written = {str(path.relative_to(folder)): path for path in add_read(package, "vehicle_location")}
    shown = {match["name"]: match["text"] for match in _WRITTEN.finditer(_PAGE.read_text("utf-8"))}
    samples = {name for name in shown if name.startswith("samples/")}
    assert shown.keys() - samples == {"vehicle_locations.py", "adapter.py"}
    assert {name: shown[name] for name in shown.keys() - samples} == {
        name: written[name].read_text("utf-8") for name in shown.keys() - samples
    }
    assert len(samples) == 2
    for name in samples:
        (folder / name).write_text(shown[name], "utf-8")
    begun = json.loads(shown["samples/list_vehicle_locations.json"])
    assert begun["result"]["more"]
    assert await findings(package) == []


@pytest.mark.parametrize("folder", ["read only"], indirect=True)
async def test_the_read_of_the_newest_positions_yields_those_that_are_new(folder: Path) -> None:
    package = place.package(str(folder))
    module, sample, adapter, *_ = add_read(package, "vehicle_location")
    (shown,) = _NEWEST.findall(_PAGE.read_text("utf-8"))
    module.write_text(_READ.sub(lambda _: f"{shown}\n\n", module.read_text("utf-8")), "utf-8")
    feed = adapter.read_text("utf-8").replace("WINDOW", "FEED").replace("            window=days(1),\n", "")
    adapter.write_text(feed, "utf-8")
    at = {"17": "2026-01-06T08:00:00Z", "18": "2026-01-06T08:01:00Z"}
    rows = [{"id": f"{vehicle}-1", "source_vehicle_id": vehicle, "occurred_at": time} for vehicle, time in at.items()]
    begun = json.loads(sample.read_text("utf-8"))
    begun["call"] = {"verb": "read", "resource": "vehicle_location", "state": {"seen": {"17": at["17"], "19": "gone"}}}
    begun["exchanges"][0]["request"] = {"method": "GET", "path": "/vehicle-locations"}
    begun["exchanges"][0]["response"]["body"] = {"vehicle_locations": [{"id": "19-1"}, *rows]}
    sample.write_text(json.dumps(begun), "utf-8")
    assert await accept(package) == [sample.name]
    result = json.loads(sample.read_text("utf-8"))["result"]
    assert [record["source_id"] for record in result["records"]] == ["18-1"]
    # A row that says nothing stops no other one.
    assert result["state"] == {"seen": {"": None, **at}}
