"""Scripts and styles of the console: what is from elsewhere is as its packages have it, and small."""

import gzip
import hashlib
from importlib.resources import files

import pytest

CONSOLE = files("gladhand.console")
STATIC = CONSOLE / "static"


@pytest.mark.parametrize(("lock", "folder"), [("assets.lock", "static"), ("map/assets.lock", "map/data")])
def test_files_of_packages_are_unchanged_and_have_their_licences(lock: str, folder: str):
    lines = [line.split() for line in (CONSOLE / lock).read_text().splitlines() if not line.startswith("#")]
    assert lines
    for name, _, _, _, digest in lines:
        assert hashlib.sha256((CONSOLE / folder / name).read_bytes()).hexdigest() == digest, name
    licences = {name.partition(".")[0] for name, *_ in lines if "LICENSE" in name}
    assert {name.partition(".")[0] for name, *_ in lines} == licences


def test_all_scripts_together_are_small():
    scripts = [each for each in STATIC.iterdir() if each.name.endswith(".js")]
    assert sum(len(gzip.compress(each.read_bytes())) for each in scripts) <= 120_000


def test_pages_have_no_script_and_no_style_of_their_own():
    for template in (CONSOLE / "templates").iterdir():
        text = template.read_text()
        assert "<script>" not in text, template.name
        assert "<style" not in text, template.name
        assert " style=" not in text, template.name
        assert " onclick" not in text, template.name
