"""A provider that begins from another one passes the check at once, and has nothing left of the other's names."""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gladhand.cli.provider import group
from gladhand.integrations.hosting.registration import Capability
from gladhand.integrations.hosting.registry import Provider
from gladhand.provider_tools import likeness, source_paths
from gladhand.provider_tools.check import findings
from gladhand.provider_tools.scaffold import CannotCreate, new
from gladhand.resources.enums import ResourceEnum

MODELS = ("wialon", "rfms", "lytx", "vistracks", "x-trusttrack", *likeness.SHAPES)


@pytest.fixture
def _modules() -> Iterator[None]:
    path, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    for name in [each for each in sys.modules if each.startswith("gladhand_") and each not in modules]:
        del sys.modules[name]
    importlib.invalidate_caches()


@pytest.mark.usefixtures("_modules")
@pytest.mark.parametrize("model", MODELS)
async def test_it_passes_the_check_at_once(tmp_path: Path, model: str) -> None:
    made = new("x-acme", tmp_path, like=model)
    package = source_paths.package(str(made.folder))
    assert await findings(package) == []
    provider, other = Provider(package), likeness.model_of(model)
    assert provider.source_name == "x-acme"
    assert [brand.slug for brand in provider.definition.brands] == ["x-acme"]
    assert provider.capabilities == other.capabilities
    for path in made.files:
        assert other.package not in path.read_text(), path


@pytest.mark.usefixtures("_modules")
async def test_a_copy_that_is_only_read_passes_once_the_listed_parts_are_deleted(tmp_path: Path) -> None:
    made = new("x-acme", tmp_path, like="vistracks")
    folder = made.folder / made.package
    adapter = (folder / "adapter.py").read_text()
    only_read = re.sub(r"^    writes = \(Write\(USER, .*\),\)$", "", adapter, flags=re.MULTILINE)
    assert only_read != adapter
    (folder / "adapter.py").write_text(only_read)
    of_writes = [
        path
        for path in (folder / "samples").iterdir()
        if json.loads(path.read_text())["call"]["verb"] in ("create", "find", "get", "update")
    ]
    assert of_writes
    for path in of_writes:
        path.unlink()
    reasons = "".join(f'{verb} = "Acme is only read."\n' for verb in ("create", "update"))
    with (folder / "provider.toml").open("a") as definition:
        definition.write(f"\n[cannot.user]\n{reasons}")
    package = source_paths.package(str(made.folder))
    assert await findings(package) == []
    assert Provider(package).can(ResourceEnum.USER) == Capability(read=True)


def test_a_copy_is_refused_the_switch_of_an_invented_api(tmp_path: Path) -> None:
    command = ["new", "x-acme", "--into", str(tmp_path), "--like", "vistracks", "--read-only"]
    refused = CliRunner().invoke(group, command)
    assert refused.exit_code == 1
    assert "writes of vistracks" in refused.output
    assert "docs/providers.md" in refused.output
    assert not list(tmp_path.iterdir())


def test_a_copy_of_what_is_only_read_may_be_called_so(tmp_path: Path) -> None:
    made = new("x-acme", tmp_path, like="feed", read_only=True)
    assert (made.folder / made.package / "adapter.py").is_file()


def test_a_copy_takes_no_names_of_resources(tmp_path: Path) -> None:
    with pytest.raises(CannotCreate, match="Leave the resources out"):
        new("x-acme", tmp_path, reads=["vehicle"], like="feed")
    assert not list(tmp_path.iterdir())


def test_what_there_is_not_is_refused_with_what_is_near(tmp_path: Path) -> None:
    with pytest.raises(CannotCreate, match="Did you mean wialon"):
        new("x-acme", tmp_path, like="wialno")
    assert not list(tmp_path.rglob("*.py"))


@pytest.mark.usefixtures("_modules")
def test_pictures_are_copied_as_they_are(tmp_path: Path) -> None:
    made = new("x-acme", tmp_path, like="vistracks")
    pictures = made.folder / made.package / "pictures"
    pictures.mkdir(exist_ok=True)
    held = dict.fromkeys(("a.png", "b.webp", "c.jpg"), b"\x89\xffACME") | {"d.svg": b"<svg><title>Acme</title></svg>"}
    for name, content in held.items():
        (pictures / name).write_bytes(content)
    model = Provider(source_paths.package(str(made.folder)))
    again = dict(likeness.copied(model, source="x-other", package="gladhand_x_other", title="Other"))
    assert {name: again[f"pictures/{name}"] for name in held} == held
