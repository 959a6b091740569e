"""The handbook for authors of adapters names what the SDK gives them."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

from gladhand.sdk import errors
from gladhand.sdk.errors import AnswerTooLong, OutcomeUnknown, ProviderError
from gladhand.sdk.reading import Batch, Read
from gladhand.sdk.rows import Row

_DOCS = Path(__file__).resolve().parents[3] / "docs"
_PAGE = (_DOCS / "providers.md").read_text("utf-8")
# What the hub and its client raise, and no adapter.
_OF_THE_HUB = {ProviderError, OutcomeUnknown, AnswerTooLong}
# The first two arguments, which have no names in a call.
_BY_PLACE = {"resource", "fetch"}


def test_the_page_says_what_each_error_leads_to() -> None:
    raised = {
        each
        for _, each in inspect.getmembers(errors, inspect.isclass)
        if issubclass(each, ProviderError) and each not in _OF_THE_HUB
    }
    named = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ", _PAGE, re.MULTILINE))))
    assert {each.__name__ for each in raised} - named == set()


def test_the_page_names_each_way_to_read_a_value() -> None:
    ways = {name for name in vars(Row) if not name.startswith("_")} - {"path"}
    assert ways - set(re.findall(r"`row\.(\w+)\(", _PAGE)) == set()


def test_the_page_names_what_a_read_and_a_batch_may_say() -> None:
    said = {each.name for each in (*fields(Read), *fields(Batch))} - _BY_PLACE
    assert {name for name in said if not re.search(rf"\b{name}\b", _PAGE)} == set()
