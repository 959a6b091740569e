"""The site of the documentation: every page, every link, and nothing that a reader's browser fetches elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from tools.docs_site import ROOT, build

#: Elements that a browser fetches by itself, and where their address stands.
_FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}
#: Of a `link` element: kinds that are not fetched to show the page.
_UNFETCHED = {"canonical", "prev", "next", "alternate", "edit"}


class ReadPage(HTMLParser):
    """Names, links and fetched files of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.has_viewport = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.names |= {value for name in ("id", "name") if (value := values.get(name))}
        self.has_viewport |= tag == "meta" and values.get("name") == "viewport"
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        is_fetched = tag in _FETCHED and not (set((values.get("rel") or "").split()) & _UNFETCHED)
        if is_fetched and (address := values.get(_FETCHED[tag])):
            self.fetched.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, ReadPage]:
    return {path: ReadPage(path.read_text()) for path in site.rglob("*.html") if path.name != "404.html"}


def local(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def test_every_page_of_the_documentation_is_there(site: Path) -> None:
    written = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]
    places = [path.relative_to(ROOT).with_suffix(".html") for path in written]
    wanted = [place.with_name("index.html") if place.stem == "README" else place for place in places]

    assert len(wanted) > 50
    assert [str(place) for place in wanted if not (site / place).is_file()] == []


def broken(pages: dict[Path, ReadPage]) -> Iterator[str]:
    for path, page in pages.items():
        for link in filter(local, page.links):
            target, anchor = urldefrag(unquote(link))
            place = (path.parent / target).resolve() if target else path
            place = place / "index.html" if place.is_dir() else place
            if not place.is_file() or (anchor and place in pages and anchor not in pages[place].names):
                yield f"{path.name}: {link}"


def test_every_link_leads_to_its_place(pages: dict[Path, ReadPage]) -> None:
    assert sum(len(page.links) for page in pages.values()) > 1000
    assert list(broken(pages)) == []


def test_a_browser_fetches_nothing_from_other_sites(site: Path, pages: dict[Path, ReadPage]) -> None:
    fetched = {(path, address) for path, page in pages.items() for address in page.fetched}

    assert sorted(address for _, address in fetched if not local(address) and not address.startswith("data:")) == []
    assert [
        address for path, address in fetched if local(address) and not (path.parent / urldefrag(address)[0]).exists()
    ] == []
    assert [sheet.name for sheet in site.rglob("*.css") if "url(http" in sheet.read_text()] == []


def test_every_page_fits_a_phone(pages: dict[Path, ReadPage]) -> None:
    assert [path.name for path, page in pages.items() if not page.has_viewport] == []


def test_the_contents_for_assistants_lead_to_pages(site: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", (site / "llms.txt").read_text())

    assert len(links) > 20
    assert [link for link in links if local(link) and not (site / link).is_file()] == []
