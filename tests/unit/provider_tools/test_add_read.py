"""`add-read` writes a read of any resource that passes the check once its sample is filled in."""

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.provider_tools.filling import fill_in

from gladhand.provider_tools import source_paths
from gladhand.provider_tools.accepting import accept
from gladhand.provider_tools.adapter_source import NoReads, with_import, with_read, with_reason, written_verbs
from gladhand.provider_tools.check import findings
from gladhand.provider_tools.read_scaffold import NotAdded, add_read
from gladhand.provider_tools.scaffold import CannotCreate, new
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

_READ = [each for each, known in REGISTRY.items() if known.has_source_data and each is not ResourceEnum.USER]
_VALUES = {"text": "8", "flag": True, "whole": 8, "number": 8.5, "moment": "2026-01-06T08:00:00Z"}


@pytest.fixture
def package(tmp_path: Path) -> Iterator[str]:
    """The package of a provider that was just created and whose samples are filled in."""
    path, modules = list(sys.path), set(sys.modules)
    made = new("x-acme", tmp_path, read_only=True)
    fill_in(made.folder / made.package / "samples")
    yield source_paths.package(str(made.folder))
    sys.path[:] = path
    for name in [each for each in sys.modules if each.split(".")[0] == made.package and each not in modules]:
        del sys.modules[name]
    importlib.invalidate_caches()


def _answer(module: Path, plural: str) -> dict[str, object]:
    read = re.findall(r"row\.(text|flag|whole|number|moment)\(\"(\w+)\"\)", module.read_text())
    row = {"id": "1", "occurred_at": "2026-01-06T08:00:00Z"} | {name: _VALUES[how] for how, name in read}
    return {plural: [row], "next": None}


@pytest.mark.parametrize("name", _READ, ids=str)
async def test_a_read_whose_sample_is_filled_in_passes(package: str, tmp_path: Path, name: ResourceEnum) -> None:
    resource = REGISTRY[name]
    module, sample, *changed = add_read(package, name.value)
    assert changed == [
        module.with_name(each) for each in ("adapter.py", *(("provider.toml",) if resource.create_model else ()))
    ]
    body = json.loads(sample.read_text())
    body["exchanges"][0]["response"]["body"] = _answer(module, resource.plural)
    sample.write_text(json.dumps(body))
    assert await accept(package) == [sample.name]
    assert await findings(package) == []
    (record,) = json.loads(sample.read_text())["result"]["records"]
    assert record["source_id"] == "1"
    assert record.get("occurred_at") == ("2026-01-06T08:00:00+00:00" if resource.is_dated else None)
    assert record["fields"]


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("names", [["vehicle", "vehicle_location"], ["hos_event"]], ids="-".join)
async def test_a_provider_of_these_resources_passes_once_its_samples_are_filled_in(
    tmp_path: Path, names: list[str]
) -> None:
    made = new(f"x-yard-{names[0].replace('_', '-')}", tmp_path, reads=names)
    folder = made.folder / made.package
    assert not list(folder.rglob("*user*"))
    fill_in(folder / "samples")
    resources = [REGISTRY[ResourceEnum(name)] for name in names]
    for resource in resources:
        sample = folder / "samples" / f"list_{resource.plural}.json"
        body = json.loads(sample.read_text())
        body["exchanges"][0]["response"]["body"] = _answer(folder / f"{resource.plural}.py", resource.plural)
        sample.write_text(json.dumps(body))
    package = source_paths.package(str(made.folder))
    assert len(await accept(package)) == len(names)
    assert await findings(package) == []


def test_an_unknown_resource_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotCreate, match="no resource that is read"):
        new("x-yard", tmp_path, reads=["vehicle", "toll"])
    assert not list(tmp_path.iterdir())


def test_a_second_read_stands_below_the_first(package: str, tmp_path: Path) -> None:
    add_read(package, "vehicle")
    adapter = add_read(package, "vehicle_location")[2].read_text()
    assert re.findall(r"Read\(\n +(\w+),", adapter) == ["USER", "VEHICLE", "VEHICLE_LOCATION"]
    assert "from gladhand_x_acme import users, vehicle_locations, vehicles\n" in adapter
    assert "from gladhand.sdk.reading import FULL, WINDOW, Read, by_row\n" in adapter
    (definition,) = tmp_path.rglob("provider.toml")
    told = tomllib.loads(definition.read_text())
    assert "vehicle" not in told["not_supported"]
    assert told["cannot"]["vehicle"] == {"create": "Acme is only read.", "update": "Acme is only read."}


def test_what_is_there_is_never_written_over(package: str, tmp_path: Path) -> None:
    add_read(package, "vehicle")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.suffix != ".pyc"}
    for name, reason in (("vehicle", "already"), ("user", "already"), ("vehicles", "There are: .*vehicle_location")):
        with pytest.raises(NotAdded, match=reason):
            add_read(package, name)
    (adapter,) = tmp_path.rglob("adapter.py")
    adapter.write_text(adapter.read_text().replace("    reads = (", "    reads = tuple("))
    with pytest.raises(NotAdded, match="no line that begins with `reads = \\(`"):
        add_read(package, "trailer")
    adapter.write_bytes(before[adapter])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.suffix != ".pyc"} == before


def test_a_definition_that_would_break_is_not_written(package: str, tmp_path: Path) -> None:
    (definition,) = tmp_path.rglob("provider.toml")
    # Reasons on one line, to which a table cannot be added.
    told = definition.read_text().replace(
        "[cannot.user]\n", "[cannot]\ntrailer = { create = 'No.' }\n\n[cannot.user]\n"
    )
    definition.write_text(told)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.suffix != ".pyc"}
    with pytest.raises(NotAdded, match="Nothing was changed"):
        add_read(package, "trailer")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.suffix != ".pyc"} == before


def test_a_reason_joins_those_that_are_there_and_takes_away_no_others() -> None:
    told = '[rights.x]\nvehicle = "X"\n\n[not_supported]\nvehicle = "No."\ntrailer = "No."\n'
    told += '\n[cannot.vehicle]\nupdate = "Why"\n'
    found = tomllib.loads(with_reason(told, "vehicle", ["create", "update"], 'The "one"'))
    assert found == {
        "rights": {"x": {"vehicle": "X"}},
        "not_supported": {"trailer": "No."},
        "cannot": {"vehicle": {"create": 'The "one"', "update": "Why"}},
    }
    assert with_reason(told, "user", [], "Never.") == told


def test_a_verb_that_is_written_is_seen() -> None:
    adapter = "writes = (\n    Write(USER, map(x), update=users.update),\n    Write(VEHICLE, M, create=a, find=b),\n)"
    assert [written_verbs(adapter, each) for each in ("USER", "VEHICLE", "TRAILER")] == [{"update"}, {"create"}, set()]


def test_a_tuple_on_one_line_takes_another_read() -> None:
    text = "class A(Api):\n    reads = (Read(USER, users.read, mode=FULL),)\n    writes = ()\n"
    assert with_read(text, ["VEHICLE,", "mode=FULL,"]) == (
        "class A(Api):\n    reads = (\n        Read(USER, users.read, mode=FULL),\n        Read(\n"
        "            VEHICLE,\n            mode=FULL,\n        ),\n    )\n    writes = ()\n"
    )
    with pytest.raises(NoReads):
        with_read("class A(Api):\n    reads = made()\n", ["VEHICLE,"])


def test_imports_keep_the_order_of_the_linter() -> None:
    text = '"""A."""\n\nfrom gladhand.resources.user import USER\n'
    text += "from gladhand.sdk.reading import (\n    FULL,\n    Read,\n)\n"
    text = with_import(text, "gladhand.sdk.reading", "WINDOW", "Read")
    text = with_import(text, "gladhand.sdk.clock", "minutes")
    text = with_import(text, "gladhand.sdk.windows", "bounds")
    assert text == (
        '"""A."""\n\nfrom gladhand.resources.user import USER\nfrom gladhand.sdk.clock import minutes\n'
        "from gladhand.sdk.reading import FULL, WINDOW, Read\nfrom gladhand.sdk.windows import bounds\n"
    )
