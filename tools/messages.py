"""Keeps Connect's catalogues in step with its strings: `messages.py` updates them, `messages.py --check` compares.

Strings come from the code, the templates, and what the providers' definitions show to fleets. The last are translated
as well, but nothing fails without: a provider is one folder, and whoever adds one need not speak twelve languages.
"""

import io
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from gladhand.core.languages import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[1] / "src" / "gladhand"
CONNECT, PROVIDERS = ROOT / "connect", ROOT / "providers"
LOCALE = CONNECT / "locale"
HEADER = """# Connect in {name}.
# Written by the team to the best of its knowledge; people who speak it are asked to correct it.
# Kept in step with the code by `make messages`."""
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


def own() -> Catalog:
    """Every string of the pages themselves, with no translation."""
    catalog = Catalog(project="gladhand", charset="utf-8")
    for path in sorted(CONNECT.rglob("*.py")):
        _extract(catalog, "python", path)
    for path in sorted(CONNECT.rglob("*.html")):
        _extract(catalog, "jinja2", path)
    return catalog


def wanted() -> Catalog:
    """Those, and what the providers show."""
    catalog = own()
    for path in sorted(PROVIDERS.glob("*/provider.toml")):
        for text in _shown(tomllib.loads(path.read_text("utf-8"))):
            catalog.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalog


def _extract(catalog: Catalog, method: str, path: Path) -> None:
    options = {"newstyle_gettext": "true", "trimmed": "true"} if method == "jinja2" else {}
    with path.open("rb") as text:
        for _line, message, comments, context in extract(method, text, _KEYWORDS, options=options):
            catalog.add(
                message, locations=[(path.relative_to(ROOT).as_posix(), 0)], auto_comments=comments, context=context
            )


def _shown(definition: dict[str, Any]) -> list[str]:
    """What a fleet reads of a provider: how to fill in its form and where to find what it asks for."""
    found = [definition.get("where_to_find"), definition.get("form_label")]
    fields = [*definition.get("form", [])]
    for way in definition.get("alternatives", []):
        found += [way.get("label"), way.get("where_to_find")]
        fields += way.get("form", [])
    for field in fields:
        found += [field.get("label"), field.get("help"), field.get("placeholder")]
        found += [choice.get("label") for choice in field.get("choices", [])]
    return [str(text).strip() for text in found if text]


def _kept(code: str) -> Catalog:
    path = _catalog_path(code)
    if not path.exists():
        return Catalog(locale=code)
    return read_po(io.BytesIO(path.read_bytes()), locale=code, abort_invalid=True)


def _catalog_path(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / "connect.po"


def updated(code: str) -> Catalog:
    catalog = _kept(code)
    # No guessing from similar strings: a wrong sentence is worse than one that is noticed to be missing.
    catalog.update(wanted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.project, catalog.version, catalog.msgid_bugs_address, catalog.fuzzy = "gladhand", "1", "", False
    catalog.header_comment = HEADER.format(name=LANGUAGES[code].name)
    return catalog


def faults(code: str) -> list[str]:
    """What is missing or wrong in one language."""
    there, found, needed = _kept(code), [], {message.id for message in own()}
    for message in wanted():
        if not message.id:
            continue
        translated = there.get(message.id, message.context)
        texts: object = translated.string if translated is not None else ""
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        for text in map(str, texts if isinstance(texts, tuple) else (texts,)):
            if not text:
                if message.id not in needed:
                    continue
                found.append(f"{code}: not translated: {originals[0]}")
            elif sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(str(originals[-1]))):
                found.append(f"{code}: other placeholders than in: {originals[0]}")
    strings = {message.id for message in wanted()}
    found += [f"{code}: there is no such string any more: {each.id}" for each in there if each.id not in strings]
    return found


def main() -> int:
    codes = [code for code in LANGUAGES if code != ENGLISH.code]
    if "--check" in sys.argv:
        found = [fault for code in codes for fault in faults(code)]
        print("\n".join(found), file=sys.stderr)
        return 1 if found else 0
    for code in codes:
        catalog = updated(code)
        path = _catalog_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = io.BytesIO()
        write_po(text, catalog, width=120, omit_header=False, sort_output=True, no_location=True)
        path.write_bytes(_without_dates(text.getvalue()))
    return 0


def _without_dates(text: bytes) -> bytes:
    """The header says when it was made; then two runs would never be equal."""
    return re.sub(rb'"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team)[^\n]*\n', b"", text)


if __name__ == "__main__":
    sys.exit(main())
