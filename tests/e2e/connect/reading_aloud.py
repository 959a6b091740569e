"""What a screen reader has of a page: the browser's own accessibility tree, in reading order, and what it must hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from playwright.async_api import Page

NAMED = (
    "link",
    "button",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "DisclosureTriangle",
    "region",
    "image",
)
_OPERATED = ("link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "DisclosureTriangle")


@dataclass
class Spoken:
    """One node of the tree that is not ignored."""

    role: str
    name: str
    description: str
    properties: dict[str, Any]
    children: list["Spoken"] = field(default_factory=list)

    def walk(self) -> Iterator["Spoken"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def of_role(self, *roles: str) -> list["Spoken"]:
        return [node for node in self.walk() if node.role in roles]

    @property
    def text(self) -> str:
        return " ".join(node.name for node in self.walk() if node.role == "StaticText").strip()


async def spoken(page: Page) -> Spoken:
    """The whole tree of the page. Ignored nodes are replaced by their children."""
    session = await page.context.new_cdp_session(page)
    try:
        nodes = {node["nodeId"]: node for node in (await session.send("Accessibility.getFullAXTree"))["nodes"]}
    finally:
        await session.detach()
    root = next(node for node in nodes.values() if "parentId" not in node)
    return _built(nodes, root)[0]


def _built(nodes: dict[str, Any], node: dict[str, Any]) -> list[Spoken]:
    children = [each for child in node.get("childIds", ()) if child in nodes for each in _built(nodes, nodes[child])]
    if node.get("ignored"):
        return children
    return [
        Spoken(
            _value(node, "role"),
            _value(node, "name"),
            _value(node, "description"),
            {each["name"]: each["value"].get("value") for each in node.get("properties", ())},
            children,
        )
    ]


def _value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", "")).strip()


async def check_reading_aloud(page: Page, *, in_frame: bool) -> None:
    """Names, headings, landmarks, faults at their fields, where reading begins."""
    tree = await spoken(page)
    assert tree.name
    [main] = tree.of_role("main")
    assert len(tree.of_role("contentinfo")) == 1
    assert len(tree.of_role("banner")) == (0 if in_frame else 1)
    _check_headings(main)
    assert [node.role for node in tree.walk() if node.role in NAMED and not node.name] == []
    operated = [(node.role, node.name) for node in main.walk() if node.role in _OPERATED]
    assert sorted({each for each in operated if operated.count(each) > 1}) == []
    # Pictures and signs that only decorate are left out.
    signs = [node.name for node in tree.of_role("StaticText") if node.name and not any(map(str.isalnum, node.name))]
    assert set(signs) <= {"."}
    await _check_faults(page, main)
    _check_beginning(tree, main)


def _check_headings(main: Spoken) -> None:
    levels = [node.properties["level"] for node in main.of_role("heading")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


async def _check_faults(page: Page, main: Spoken) -> None:
    """Each fault is read with its field, and a field without one is not said to be wrong."""
    wrong = [node for node in main.walk() if node.properties.get("invalid", "false") != "false"]
    shown = await page.locator("main .field .error").all_inner_texts()
    assert len(wrong) == len(shown)
    for node, text in zip(wrong, shown, strict=True):
        assert text.strip() in node.description


def _check_beginning(tree: Spoken, main: Spoken) -> None:
    """What has gone wrong or has just happened has the focus, since nothing reads out a message of a new page."""
    focused = {id(node) for node in tree.walk() if node.properties.get("focused") and node.role != "RootWebArea"}
    wrong = {id(node) for node in main.walk() if node.properties.get("invalid", "false") != "false"}
    said = {id(node) for node in main.of_role("alert", "status") if node.text}
    if said or wrong:
        assert len(focused) == 1
        assert focused <= (said | wrong)
    # Only a press in the page itself leaves the focus somewhere else.
    begins = {id(node) for node in main.of_role("heading", "textbox", "searchbox", "DisclosureTriangle")}
    assert focused <= begins | said | wrong
