"""The page of one list of records."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from gladhand.console.explorer.columns import TableColumn, own_names, table_columns
from gladhand.console.explorer.filters import inputs, parameter_names
from gladhand.console.pages.blocks import FormBlock, Link, TableBlock
from gladhand.console.pages.rendering import ConsolePage
from gladhand.records.sort_queries import sort_names
from gladhand.resources.resource import Resource, as_words

#: In the address: also show the columns that are technical or empty on this page.
ALL_COLUMNS = "all_columns"
#: In the address: the whole list as a file.
DOWNLOAD = "download"


def list_page(
    resource: Resource, answer: Mapping[str, Any], values: Mapping[str, Sequence[str]], explorer_url: str
) -> ConsolePage:
    """The records of an answer of the list as a table, with filters, orders, neighbouring pages and the download."""
    here = f"{explorer_url}/{resource.path}"
    items: Sequence[Mapping[str, Any]] = answer["items"]
    shows_all = bool(values.get(ALL_COLUMNS))
    shown = [each for each in table_columns(resource) if shows_all or _is_of_interest(each, resource, items)]
    sortable = frozenset(sort_names(resource)) if resource.is_sortable else frozenset()
    title = as_words(resource.plural)
    table = TableBlock(
        f"{answer.get('total', len(items))} {title}",
        [_header(each, values, here) if each.name in sortable else each.title for each in shown],
        [[each.cell(record.get(each.name), explorer_url) for each in shown] for record in items],
        _about_none(resource),
        _links(resource, answer, values, here, shows_all=shows_all),
    )
    kept = {name: values[name][-1] for name in ("sort_by", "sort_order", ALL_COLUMNS) if values.get(name)}
    filters = FormBlock("Filter", here, inputs(resource, values), kept, method="get", tone="primary")
    trail = [("Explorer", explorer_url)]
    return ConsolePage(title[:1].upper() + title[1:], [filters, table], resource.description, trail)


def _is_of_interest(column: TableColumn, resource: Resource, items: Sequence[Mapping[str, Any]]) -> bool:
    if column.name not in own_names(resource):
        return False
    return not items or any(each.get(column.name) not in (None, [], {}) for each in items)


def _header(column: TableColumn, values: Mapping[str, Sequence[str]], here: str) -> Link:
    is_rising = values.get("sort_by") == [column.name] and values.get("sort_order") != ["desc"]
    mark = "" if values.get("sort_by") != [column.name] else " ↑" if is_rising else " ↓"
    order = {"sort_by": [column.name], "sort_order": ["desc" if is_rising else "asc"]}
    return Link(f"{column.title}{mark}", _address(here, values, order, without=("cursor",)))


def _links(
    resource: Resource,
    answer: Mapping[str, Any],
    values: Mapping[str, Sequence[str]],
    here: str,
    *,
    shows_all: bool,
) -> list[Link]:
    found = []
    for text, name in (("Previous page", "previous_page"), ("Next page", "next_page")):
        if answer.get(name):
            found.append(Link(text, _address(here, values, {"cursor": [answer[name]]})))
    toggled: dict[str, list[str]] = {} if shows_all else {ALL_COLUMNS: ["1"]}
    text = "Fewer columns" if shows_all else "All columns"
    found.append(Link(text, _address(here, values, toggled, without=(ALL_COLUMNS,))))
    filters = {name: given for name, given in values.items() if name in parameter_names(resource)}
    unfit = ("cursor", "size", "sort_by", "sort_order")
    found.append(Link("Download as CSV", _address(here, filters, {DOWNLOAD: ["csv"]}, without=unfit)))
    return found


def _address(
    path: str, values: Mapping[str, Sequence[str]], changed: Mapping[str, Sequence[str]], without: Sequence[str] = ()
) -> str:
    query = {name: given for name, given in values.items() if name not in without and any(given)} | dict(changed)
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _about_none(resource: Resource) -> str:
    text = f"No {as_words(resource.plural)} here. They come from providers of fleets that share them with this partner."
    if resource.has_window and resource.latest_by is None:
        text += " Without a time, the list has those of the last 24 hours."
    return text
