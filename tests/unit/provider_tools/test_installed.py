"""A provider of another distribution: built as a wheel, installed, and found by its entry point alone.

It is an in-house system, so its source name is none of the contract's.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.unit.provider_tools.filling import fill_in

import gladhand
from gladhand.provider_tools.scaffold import CreatedProvider, new
from gladhand.resources.enums import ConnectionTypeEnum

_SHOW = """
from gladhand.resources.enums import ResourceEnum
from gladhand.integrations.hosting.registry import providers
yard = providers()["x-yard"]
print(yard.package, yard.definition.brands[0].slug, yard.can(ResourceEnum.USER).create, len(providers()) > 1)
"""


def run(*command: str, site: Path, place: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        capture_output=True,
        text=True,
        cwd=place,
        env=environment | {"PYTHONPATH": str(site)},
        timeout=120,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[CreatedProvider, Path]:
    """The distribution as its author has it, and the place where it is installed."""
    place = tmp_path_factory.mktemp("author")
    made = new("x-yard", place)
    fill_in(made.folder / made.package / "samples")
    build = [
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--skip-dependency-check",
        "--outdir",
        str(place),
        str(made.folder),
    ]
    built = run(*build, site=place, place=place)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = place.glob("*.whl")
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return made, site


def test_it_is_found_by_its_entry_point_and_passes_the_check(
    installed: tuple[CreatedProvider, Path], tmp_path: Path
) -> None:
    _, site = installed
    shown = run("-c", _SHOW, site=site, place=tmp_path)
    assert shown.stdout.split() == ["gladhand_x_yard", "x-yard", "True", "True"], shown.stderr
    checked = run("-m", "gladhand", "provider", "check", "x-yard", site=site, place=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "x-yard: nothing is missing.\n"), checked.stderr


def test_the_command_writes_a_folder_and_says_what_it_lacks(tmp_path: Path) -> None:
    begun = run("-m", "gladhand", "provider", "new", "samsara_x", site=tmp_path, place=tmp_path)
    assert begun.returncode == 1
    assert "Did you mean samsara" in begun.stdout
    begun = run("-m", "gladhand", "provider", "new", "x-acme", site=tmp_path, place=tmp_path)
    assert begun.returncode == 0, begun.stderr
    assert "gladhand provider check gladhand-x-acme" in begun.stdout
    checked = run("-m", "gladhand", "provider", "check", "gladhand-x-acme", site=tmp_path, place=tmp_path)
    assert checked.returncode == 1
    assert "samples/verify.json: not filled in yet" in checked.stdout
    tests = run("-m", "pytest", "-q", "gladhand-x-acme", site=tmp_path / "gladhand-x-acme", place=tmp_path)
    assert tests.returncode == 0, tests.stdout


def test_the_command_lists_every_kind_of_credentials_with_its_fields(tmp_path: Path) -> None:
    listed = run("-m", "gladhand", "provider", "kinds", site=tmp_path, place=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in listed] == sorted(ConnectionTypeEnum)
    assert "api_basic            username password [url] [auth_code] [host]" in listed


def test_installing_it_touches_nothing_of_gladhand(installed: tuple[CreatedProvider, Path]) -> None:
    made, site = installed
    assert not made.folder.is_relative_to(Path(gladhand.__file__).parent)
    top = {each.relative_to(site).parts[0] for each in site.rglob("*") if each.is_file()}
    assert top == {"gladhand_x_yard", "gladhand_x_yard-0.1.0.dist-info"}
