"""Builds the documentation as a site: `python tools/docs_site.py FOLDER`.

The pages are those of the repository, at the same places, so that a link leads to the same page there and here. The
contents are those of docs/README.md; `llms.txt` has them for assistants. A reader's browser fetches nothing from other
sites.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
_ROOT_PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
_CLIENT_PAGES = ("clients/python/README.md", "clients/typescript/README.md")
_ABOUT = (
    "A self-hosted telematics hub. Fleets share their telematics accounts; partners read and write vehicles, drivers, "
    "positions, hours of service and more in one normal form, and hear of changes by signed webhooks. It speaks the "
    "Catena Telematics v2 contract."
)
_SECTION = re.compile(r"^## (?P<title>.+)\n(?P<entries>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<target>[^)]+\.md)\)", re.MULTILINE)
# A test reads the name behind the language; the site shows it above the block.
_NAMED_BLOCK = re.compile(r"^```(?P<language>\w+) (?:file|part|written)=(?P<name>\S+)$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<target>[^)#:\s]+)(?:#[^)]*)?\)")


def lay_out(folder: Path) -> None:
    """Copy the pages, and the files that they link to, to their places below this folder."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in (*_ROOT_PAGES, *_CLIENT_PAGES):
        _copy(ROOT / name, folder)
    for page in [*folder.rglob("*.md")]:
        original = ROOT / page.relative_to(folder)
        text = page.read_text()
        page.write_text(_NAMED_BLOCK.sub(r'```\g<language> title="\g<name>"', text))
        for link in _LINK.finditer(text):
            linked = (original.parent / link["target"]).resolve()
            if linked.is_file() and ROOT in linked.parents and not (folder / linked.relative_to(ROOT)).exists():
                _copy(linked, folder)


def _copy(file: Path, folder: Path) -> None:
    place = folder / file.relative_to(ROOT)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, place)


def navigation() -> list[dict[str, Any]]:
    """The sections of docs/README.md, and the pages of folders that it names by their index."""
    text = (ROOT / "docs/README.md").read_text()
    found: list[dict[str, Any]] = [{"gladhand": "README.md"}, {"Documentation": "docs/README.md"}]
    found += [{section["title"]: list(_entries(section["entries"]))} for section in _SECTION.finditer(text)]
    return [*found, {"Changelog": "CHANGELOG.md"}]


def _entries(text: str) -> Iterator[dict[str, Any]]:
    for entry in _ENTRY.finditer(text):
        page = (ROOT / "docs" / entry["target"]).resolve().relative_to(ROOT)
        if page.name != "README.md" or page.parts[0] != "docs":
            yield {entry["title"]: str(page)}
            continue
        others = sorted(each for each in (ROOT / page).parent.glob("*.md") if each.name != page.name)
        yield {entry["title"]: [{"Overview": str(page)}, *(str(each.relative_to(ROOT)) for each in others)]}


def configuration(pages: Path, site: Path) -> dict[str, Any]:
    return {
        "site_name": "gladhand",
        "docs_dir": str(pages),
        "site_dir": str(site),
        # Pages open from a disk, too.
        "use_directory_urls": False,
        "strict": True,
        "nav": navigation(),
        "theme": {
            "name": "material",
            # The reader's own fonts: none comes from elsewhere.
            "font": False,
            "features": ["navigation.tabs", "navigation.top", "content.code.copy", "search.highlight"],
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
            ],
        },
        "plugins": ["search"],
        "markdown_extensions": [
            "admonition",
            "tables",
            "pymdownx.highlight",
            "pymdownx.superfences",
            {"toc": {"permalink": True, "slugify": "GITHUB"}},
        ],
        "validation": {"links": {"anchors": "warn", "not_found": "warn", "unrecognized_links": "warn"}},
    }


def build(site: Path) -> None:
    """Raises `CalledProcessError` if a link or an anchor leads to nothing."""
    with tempfile.TemporaryDirectory() as name:
        pages, settings = Path(name) / "pages", Path(name) / "mkdocs.yml"
        lay_out(pages)
        text = yaml.safe_dump(configuration(pages, site.resolve()), sort_keys=False)
        # Anchors as the pages have them where the repository is shown.
        how = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
        settings.write_text(text.replace("GITHUB", how))
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)],
            check=True,
            env=environment,
        )
    (site / "llms.txt").write_text(contents())


def contents() -> str:
    """The contents in the form that assistants look for."""

    def to_site(link: re.Match[str]) -> str:
        place = os.path.normpath(f"docs/{link['target']}")
        return link[0].replace(
            link["target"], re.sub(r"(README)?\.md$", lambda end: "index.html" if end[1] else ".html", place)
        )

    text = (ROOT / "docs/README.md").read_text().partition("\n\n")[2]
    return f"# gladhand\n\n> {_ABOUT}\n\n{_LINK.sub(to_site, text)}"


if __name__ == "__main__":
    place = Path(sys.argv[1])
    build(place)
    print(f"wrote {place}; open {place / 'index.html'}")
