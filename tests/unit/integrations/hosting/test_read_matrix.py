"""What six providers have is read, and what is not read has its reason: `read_matrix.toml`, cell by cell."""

import tomllib
from pathlib import Path

import pytest

from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum

_MATRIX = tomllib.loads(Path(__file__).with_name("read_matrix.toml").read_text("utf-8"))


@pytest.mark.parametrize("source_name", sorted(_MATRIX["has"]))
def test_every_cell_is_read_or_has_its_reason(source_name: str) -> None:
    provider = providers()[source_name]
    has = {ResourceEnum(name) for name in _MATRIX["has"][source_name]}
    lacks = {ResourceEnum(name) for name in _MATRIX["lacks"].get(source_name, ())}
    reads = set(provider.registration.reads)
    assert lacks <= has
    assert sorted(reads) == sorted(has - lacks)
    assert sorted(each for each in lacks if not provider.definition.why_not(each, "list")) == []
