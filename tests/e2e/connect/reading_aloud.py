"""What a screen reader has of a page: the browser's own accessibility tree, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page


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
