"""Writes the tables of docs/webhooks.md, docs/operations.md and docs/fields.md from what the code declares.

A table stands between two comments, `<!-- NAME: written by ... -->` and `<!-- end of NAME -->`.
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import gladhand
from gladhand.app import PUBLISHED
from gladhand.config.settings import Settings
from gladhand.core.log import LogEvent
from gladhand.core.metrics import REGISTRY as METRICS
from gladhand.core.retention import retentions
from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.hosting.samples import load_samples
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

DOCS = Path(__file__).resolve().parent.parent / "docs"
# Adapters log nothing, and the entry point would run the command line.
LEFT_OUT = ("gladhand.providers.", "gladhand.__main__")

Row = Sequence[str]


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(gladhand.__path__, "gladhand."):
        if not found.name.startswith(LEFT_OUT):
            yield importlib.import_module(found.name)


def events() -> Iterator[Row]:
    yield "event", "when"
    yield from ((f"`{event}`", event.when) for event in PUBLISHED)


def log_events() -> Iterator[Row]:
    found = {value for module in modules() for value in vars(module).values() if isinstance(value, LogEvent)}
    yield "line", "meaning"
    yield from sorted((f"`{event}`", event.meaning) for event in found)


def metrics() -> Iterator[Row]:
    list(modules())
    yield "metric", "labels", "meaning"
    for family in sorted(METRICS.collect(), key=lambda each: each.name):
        collector = METRICS._names_to_collectors[family.name]  # noqa: SLF001 - no public way to a metric's labels
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = ", ".join(f"`{label}`" for label in getattr(collector, "_labelnames", ()))
        yield f"`{name}`", labels, family.documentation


def retention() -> Iterator[Row]:
    defaults = Settings.model_fields
    yield "rows", "kept", "setting"
    for each in retentions(
        event_days=defaults["event_days"].default,
        operation_days=defaults["operation_days"].default,
        mail_days=defaults["mail_days"].default,
        request_log_hours=defaults["request_log_hours"].default,
    ):
        yield each.rows, age(each.keep), f"`GLADHAND_{each.setting.upper()}`" if each.setting else ""
    for resource in REGISTRY.values():
        if resource.retention is not None:
            yield f"records of `{resource.name}`", age(resource.retention), ""


def fields() -> Iterator[Row]:
    """Each field of each resource, and the providers that fill it: by a sample, or by their declaration alone."""
    yield "resource", "field", "a sample shows it", "declared"
    shown = {(provider.source_name, *each) for provider in providers().values() for each in in_samples(provider)}
    for resource in REGISTRY.values():
        for name in resource.fields_model.model_fields:
            if name in resource.constants:
                continue
            source = cell.position if (cell := resource.cells.get(name)) else f"source_{name}"
            if source in resource.fields_model.model_fields:
                yield f"`{resource.name}`", f"`{name}`", f"gladhand, from `{source}`", ""
                continue
            declared = [
                f"`{provider.source_name}`"
                for provider in providers().values()
                if (read := provider.registration.reads.get(resource.name)) is not None and name in read.shows
            ]
            proved = [each for each in declared if (each.strip("`"), resource.name, name) in shown]
            rest = [each for each in declared if each not in proved]
            if runs_out := resource.run_outs.get(name):
                proved.append(f"gladhand, from `{runs_out.seconds}`")
            yield f"`{resource.name}`", f"`{name}`", ", ".join(proved), ", ".join(rest)


def in_samples(provider: Provider) -> Iterator[tuple[ResourceEnum, str]]:
    """The fields that have a value in a record of the provider's samples."""
    for sample in load_samples(provider):
        if sample.resource is not None and isinstance(sample.result, Mapping):
            for record in sample.result.get("records", [sample.result]):
                for name, value in record.get("fields", {}).items():
                    if value is not None:
                        yield sample.resource, name


def age(keep: timedelta) -> str:
    hours = keep // timedelta(hours=1)
    return f"{hours // 24} days" if hours > 24 else f"{hours} hours" if hours else "deleted at once"


TABLES: dict[str, dict[str, Callable[[], Iterable[Row]]]] = {
    "webhooks.md": {"events": events},
    "operations.md": {"log events": log_events, "metrics": metrics, "retention": retention},
    "fields.md": {"fields": fields},
}


def table(rows: Iterable[Row]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)


def page(name: str) -> str:
    """The page with its tables as the code has them."""
    text = (DOCS / name).read_text()
    for title, rows in TABLES[name].items():
        begin, end = (
            f"<!-- {title}: written by `make docs`; changes made here are lost -->\n",
            f"<!-- end of {title} -->\n",
        )
        before, found, rest = text.partition(begin)
        if not found:
            raise SystemExit(f"{name}: there is no line {begin.strip()}")
        text = f"{before}{begin}{table(rows())}{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    for each in TABLES:
        if sys.argv[1:] != ["--check"]:
            (DOCS / each).write_text(page(each))
            print(f"wrote {DOCS / each}")
        elif (DOCS / each).read_text() != page(each):
            sys.exit(f"{each} is stale; run `make docs`")
