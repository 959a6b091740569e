"""Keeps the catalogues in step with their strings: `messages.py` updates them, `messages.py --check` compares.

There is one set of catalogues for Connect and one for mail. Strings come from the code, the templates, and what the
providers' definitions show to fleets. The last are translated as well, but nothing fails without: a provider is one
folder, and whoever adds one need not speak twelve languages.
"""

import io
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from gladhand.core.languages import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[1] / "src" / "gladhand"
PROVIDERS = ROOT / "providers"
HEADER = """# {title} in {name}.
# Written by the team to the best of its knowledge; people who speak it are asked to correct it.
# Kept in step with the code by `make messages`."""
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


@dataclass(frozen=True)
class Domain:
    """The texts of one package, and where their catalogues are."""

    name: str
    title: str
    folder: Path
    shows_providers: bool = False

    def path(self, code: str) -> Path:
        return self.folder / "locale" / code / "LC_MESSAGES" / f"{self.name}.po"


DOMAINS = (
    Domain("connect", "Connect", ROOT / "connect", shows_providers=True),
    Domain("mail", "Mail", ROOT / "notifications" / "mail"),
)


def own(domain: Domain) -> Catalog:
    """Every string of the package itself, with no translation."""
    catalog = Catalog(project="gladhand", charset="utf-8")
    for path in sorted(domain.folder.rglob("*.py")):
        _extract(catalog, "python", path)
    for path in sorted(domain.folder.rglob("*.html")):
        _extract(catalog, "jinja2", path)
    return catalog


def wanted(domain: Domain) -> Catalog:
    """Those, and what the providers show."""
    catalog = own(domain)
    for path in sorted(PROVIDERS.glob("*/provider.toml")) if domain.shows_providers else ():
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
    found += [step["text"] for step in definition.get("steps", [])]
    if definition.get("rights_in_words"):
        found += definition.get("general_rights", [])
        for needed in definition.get("rights", {}).values():
            found += [*needed.get("read", []), *needed.get("write", [])]
    fields = [*definition.get("form", [])]
    for way in definition.get("alternatives", []):
        found += [way.get("label"), way.get("where_to_find"), *(step["text"] for step in way.get("steps", []))]
        fields += way.get("form", [])
    for field in fields:
        found += [field.get("label"), field.get("help"), field.get("placeholder")]
        found += [choice.get("label") for choice in field.get("choices", [])]
    return [str(text).strip() for text in found if text]


def _kept(domain: Domain, code: str) -> Catalog:
    path = domain.path(code)
    if not path.exists():
        return Catalog(locale=code)
    return read_po(io.BytesIO(path.read_bytes()), locale=code, abort_invalid=True)


def updated(domain: Domain, code: str) -> Catalog:
    catalog = _kept(domain, code)
    # No guessing from similar strings: a wrong sentence is worse than one that is noticed to be missing.
    catalog.update(wanted(domain), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.project, catalog.version, catalog.msgid_bugs_address, catalog.fuzzy = "gladhand", "1", "", False
    catalog.header_comment = HEADER.format(title=domain.title, name=LANGUAGES[code].name)
    return catalog


def faults(domain: Domain, code: str) -> list[str]:
    """What is missing or wrong in one language."""
    there, found, needed = _kept(domain, code), [], {message.id for message in own(domain)}
    strings = wanted(domain)
    for message in strings:
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
    known = {message.id for message in strings}
    found += [f"{code}: there is no such string any more: {each.id}" for each in there if each.id not in known]
    return found


def main() -> int:
    every = [(domain, code) for domain in DOMAINS for code in LANGUAGES if code != ENGLISH.code]
    if "--check" in sys.argv:
        found = [fault for each in every for fault in faults(*each)]
        print("\n".join(found), file=sys.stderr)
        return 1 if found else 0
    for domain, code in every:
        catalog = updated(domain, code)
        path = domain.path(code)
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
