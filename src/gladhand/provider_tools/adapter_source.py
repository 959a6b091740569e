"""Adds a read to the text of `adapter.py`, and reasons to that of `provider.toml`, without changing the rest."""

import json
import re
import tomllib
from collections.abc import Sequence

_READS = re.compile(r"^    reads\b[^=\n]*= \((?P<reads>\n(?:.*\n)*?(?=    \))|.*\)$)", re.MULTILINE)
_IMPORT = re.compile(r"^(?:from|import) (?P<module>[\w.]+)[^\n(]*(?:\([^)]*\))?$", re.MULTILINE)
_WIDTH = 120


class NoReads(ValueError):
    """The adapter has no tuple of reads to which one could be added."""


def with_read(text: str, arguments: Sequence[str]) -> str:
    """The adapter with one read more, the last of its tuple. Each argument ends in a comma.

    Raises `NoReads` if the class has no line that begins with `reads = (`.
    """
    found = _READS.search(text)
    if found is None:
        raise NoReads("there is no line that begins with `reads = (`.")
    reads = found["reads"]
    if not reads.startswith("\n"):  # a tuple on one line
        reads = f"\n        {reads.removesuffix(')').strip()}\n"
    lines = ["        Read(", *(f"            {each}" for each in arguments), "        ),\n"]
    closing = "" if text.startswith("    )", found.end()) else "    )"
    return text[: found.start("reads")] + reads + "\n".join(lines) + closing + text[found.end() :]


def with_import(text: str, module: str, *names: str) -> str:
    """The source with `from module import names`, beside what is imported from there already, or in its place."""
    there = re.compile(rf"^from {re.escape(module)} import (?P<names>[^\n(]+|\([^)]*\))$", re.MULTILINE)
    if found := there.search(text):
        held = {each.strip() for each in found["names"].strip("()").split(",")} - {""}
        return text[: found.start()] + _import_line(module, held | set(names)) + text[found.end() :]
    family = module.split(".", maxsplit=1)[0]
    line = _import_line(module, set(names))
    alike = [each for each in _IMPORT.finditer(text) if each["module"].split(".")[0] == family]
    if later := next((each for each in alike if each["module"] > module), None):
        return f"{text[: later.start()]}{line}\n{text[later.start() :]}"
    if alike:
        return f"{text[: alike[-1].end()]}\n{line}{text[alike[-1].end() :]}"
    last = list(_IMPORT.finditer(text))[-1]
    return f"{text[: last.end()]}\n{line}{text[last.end() :]}"


def with_reason(text: str, resource: str, verbs: Sequence[str], reason: str) -> str:
    """The definition with a reason for each of these verbs in place of one for the whole resource. A verb that has a
    reason keeps it."""
    text = re.sub(rf"(?m)^(\[not_supported\]\n(?:(?!\[).*\n)*?){resource} = .*\n", r"\1", text, count=1)
    held = tomllib.loads(text).get("cannot", {}).get(resource, {})
    lines = "".join(f"{verb} = {json.dumps(reason, ensure_ascii=False)}\n" for verb in verbs if verb not in held)
    if not lines:
        return text
    if found := re.search(rf"(?m)^\[cannot\.{resource}\]\n", text):
        return text[: found.end()] + lines + text[found.end() :]
    return f"{text.rstrip()}\n\n[cannot.{resource}]\n{lines}"


def written_verbs(text: str, constant: str) -> set[str]:
    """The verbs of the adapter's write of this resource: `create`, `update`."""
    found = re.search(rf"\bWrite\(\s*{constant}\b(?P<arguments>(?:[^()]|\([^()]*\))*)\)", text)
    return set(re.findall(r"\b(create|update)=", found["arguments"])) if found else set()


def _import_line(module: str, names: set[str]) -> str:
    # In the order of the linter: constants, classes, functions.
    ordered = sorted(names, key=lambda name: (0 if name.isupper() else 1 if name[0].isupper() else 2, name))
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= _WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in ordered) + ")"
