"""Writes `docs/settings.md` from `settings.py`, so that the page cannot say something else than the code."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gladhand.config.settings import Settings
from gladhand.config.variables import CLIENT_VARIABLES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"

# A heading stands before the setting that is named with it; the order is that of the code.
HEADINGS = {
    "database_url": "Storage and keys",
    "host": "Addresses and processes",
    "access_token_seconds": "Tokens and throttling",
    "allowed_networks": "Network and deliveries",
    "smtp_url": "Mail and short messages",
    "operation_days": "Reads and writes at providers",
    "metrics_token": "Health and metrics",
    "log_level": "Log",
}

INTRODUCTION = """# Settings

<!-- Written by `make docs` from src/gladhand/config/settings.py; changes made here are lost. -->

Settings are environment variables. None is needed to try gladhand out; [operations](operations.md) says which ones an
installation of your own sets. A variable that begins with `GLADHAND_` and is not listed here stops the start, so that a
typing error does not run as a default. Lists are separated by commas. Blanks and line breaks around a value are taken
off. A value that makes no sense stops every command with one sentence and the exit code 2.
"""

CLIENT_TEXT = """
## For clients

`gladhand up --env-file FILE` writes these for the shells of API clients, and `GLADHAND_SIMULATOR_URL` with them. For
the server they mean nothing; it starts in an environment that has them.
"""

# How a description names a default that is made from other settings.
_DEFAULT = "; default "
_TYPES = {
    "integer": "integer",
    "number": "number",
    "boolean": "`true` or `false`",
    "string": "text",
    "object": "JSON",
}
_FORMATS = {"password": "secret", "path": "path"}
_BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"}


def page() -> str:
    return "\n".join([INTRODUCTION.rstrip(), *_settings(), CLIENT_TEXT.rstrip(), "", *_clients(), ""])


def _settings() -> Iterator[str]:
    properties = Settings.model_json_schema()["properties"]
    if unknown := HEADINGS.keys() - properties.keys():
        raise SystemExit(f"settings_page.py: headings stand before settings that do not exist: {sorted(unknown)}")
    for name, schema in properties.items():
        if name in HEADINGS:
            yield from ("", f"## {HEADINGS[name]}", "", "| variable | meaning | type | default |", "|---|---|---|---|")
        yield f"| `GLADHAND_{name.upper()}` | {_meaning(name, schema)} | {_type(schema)} | {_default(schema)} |"


def _meaning(name: str, schema: Mapping[str, Any]) -> str:
    if "description" not in schema:
        raise SystemExit(f"settings.py: {name} needs a description")
    text = str(schema["description"]).partition(_DEFAULT)[0]
    return (text[0].upper() + text[1:]).replace("|", "\\|")


def _type(schema: Mapping[str, Any]) -> str:
    option = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    if "enum" in option:
        return " or ".join(f"`{value}`" for value in option["enum"])
    if option["type"] == "array":
        most = f"at most {option['maxItems']} " if "maxItems" in option else ""
        items = "numbers, each" if option["items"].get("type") == "number" else "texts"
        return f"list of {most}{items}{_bounds(option['items'])}"
    return _FORMATS.get(option.get("format", ""), _TYPES[option["type"]]) + _bounds(option)


def _bounds(schema: Mapping[str, Any]) -> str:
    """What follows the name of a type: every bound of the value that the schema has."""
    match schema:
        case {"minimum": least, "maximum": most}:
            return f" {least} to {most}"
        case {"exclusiveMinimum": least, "maximum": most}:
            return f" above {least}, at most {most}"
        case {"minLength": least}:
            return f" of at least {least} characters"
        case {"maxLength": most}:
            return f" of at most {most} characters"
    if schema.keys() & _BOUNDS:
        raise SystemExit(f"settings_page.py: these bounds have no words yet: {sorted(schema.keys() & _BOUNDS)}")
    return ""


def _default(schema: Mapping[str, Any]) -> str:
    if derived := str(schema["description"]).partition(_DEFAULT)[2]:
        return derived
    value = schema.get("default")
    if value in (None, "", [], {}):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, list):
        return f"`{','.join(f'{each:g}' if isinstance(each, float) else str(each) for each in value)}`"
    return f"`{value}`"


def _clients() -> Iterator[str]:
    yield from (f"- `{name}`" for name in sorted(CLIENT_VARIABLES))


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if PAGE.read_text() == page() else f"{PAGE.name} is stale; run `make docs`")
    PAGE.write_text(page())
    print(f"wrote {PAGE}")
