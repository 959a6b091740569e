"""A provider that begins from another one passes the check at once, and has nothing left of the other's names."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gladhand.integrations.hosting.registry import Provider
from gladhand.provider_tools import likeness, source_paths
from gladhand.provider_tools.check import findings
from gladhand.provider_tools.scaffold import NotMade, new

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
    made = new("eroad", tmp_path, like=model)
    package = source_paths.package(str(made.folder))
    assert await findings(package) == []
    provider, other = Provider(package), likeness.model_of(model)
    assert provider.source_name == "eroad"
    assert [brand.slug for brand in provider.definition.brands] == ["eroad"]
    assert provider.capabilities == other.capabilities
    for path in made.files:
        assert other.package not in path.read_text(), path


def test_what_there_is_not_is_refused_with_what_is_near(tmp_path: Path) -> None:
    with pytest.raises(NotMade, match="Did you mean wialon"):
        new("eroad", tmp_path, like="wialno")
    assert not list(tmp_path.rglob("*.py"))
