"""The written documentation points at what is there, and names what exists."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gladhand.cli.main import COMMANDS
from gladhand.config.settings import Settings
from gladhand.config.variables import CLIENT_VARIABLES
from gladhand.integrations.hosting.registry import providers

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ +(?P<text>.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"\bGLADHAND_[A-Z_]+[A-Z]\b")
_COMMAND = re.compile(r"`(?:\.venv/bin/)?gladhand (?P<name>[a-z][a-z-]+)")


@pytest.fixture(params=PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def anchors(page: Path) -> set[str]:
    """Names that a link may have after its `#`, as the usual renderers make them of headings."""
    headings = (match["text"] for match in _HEADING.finditer(_FENCE.sub("", page.read_text())))
    return {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}


def test_every_relative_link_leads_to_something(page):
    broken = []
    for match in _LINK.finditer(_FENCE.sub("", page.read_text())):
        target, _, anchor = match["target"].partition("#")
        if ":" in target:
            continue
        place = (page.parent / target).resolve() if target else page
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            broken.append(match["target"])

    assert broken == []


def test_every_variable_that_is_named_exists(page):
    known = {f"GLADHAND_{name.upper()}" for name in Settings.model_fields} | CLIENT_VARIABLES

    assert set(_VARIABLE.findall(page.read_text())) - known == set()


def test_every_command_that_is_named_exists(page):
    assert {match["name"] for match in _COMMAND.finditer(page.read_text())} - set(COMMANDS) == set()


def test_the_readme_names_every_provider():
    text = " ".join((ROOT / "README.md").read_text().split())
    real = [each.definition for each in providers().values() if each.source_name != "catena_simulator"]

    assert len(real) > 10
    assert [each.brands[0].name for each in real if each.brands[0].name not in text] == []


def test_the_record_of_context_variables_lists_every_one():
    source = ROOT / "src/gladhand"
    defined, bound, made = set(), set(), 0
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="ContextVar")):
                    made += 1
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(func=ast.Name(id="ContextVar"))):
                    defined.add(f"`{name}` of `{path.relative_to(source)}`")
                case ast.Call(func=ast.Name(id="bind_contextvars") | ast.Attribute(attr="bind_contextvars")):
                    bound |= {f"`{keyword.arg}`" for keyword in node.keywords}
    record = (ROOT / "docs/decisions/0022-metrics-and-context-variables.md").read_text()
    rows = [
        row.split(" | ")[0].removeprefix("| ") for row in record.splitlines() if row.startswith(("| `", "| structlog"))
    ]

    assert (set(rows[:-1]), made) == (defined, len(defined))
    assert set(re.findall(r"`\w+`", rows[-1])) == bound


def test_the_tables_of_the_docs_say_what_the_code_says():
    stale = subprocess.run([sys.executable, ROOT / "tools" / "doc_tables.py", "--check"], check=False)
    assert stale.returncode == 0


def test_the_settings_page_says_what_the_code_says():
    stale = subprocess.run([sys.executable, ROOT / "tools" / "settings_page.py", "--check"], check=False)

    assert stale.returncode == 0
