"""`gladhand provider new`: writes a folder that works for an invented API, with samples to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from gladhand.core.near_names import near_names
from gladhand.provider_tools import likeness, read_scaffold
from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.enums.source_names import is_in_house
from gladhand.resources.registry import REGISTRY

IN_TREE = Path("src/gladhand/providers")
_SUFFIX = ".template"
# Lines of a template that only some folders have.
_OF_WRITES, _OF_USERS = (
    re.compile(rf"\${what}_begin\n(?P<lines>.*?)\${what}_end\n", re.DOTALL) for what in ("writes", "users")
)
_FILES_OF_WRITES = re.compile(r"samples/(create|find|get|update)_|test_")
_FILES_OF_USERS = re.compile(r"users\.py|samples/list_users")
_ERROR_OF_USERS = re.compile(r"samples/list_users_(?P<error>\w+)\.json")
_CANNOT_WRITE = """
# What cannot be done with a resource that the adapter can use in part.
[cannot.user]
create = "{title} is only read."
update = "{title} is only read."
"""


class CannotCreate(ValueError):
    """The folder cannot be created, for a reason that the author can fix."""


@dataclass(frozen=True)
class CreatedProvider:
    """The files that `new` wrote."""

    folder: Path
    files: tuple[Path, ...]
    package: str
    in_tree: bool


def new(
    name: str, target: Path, *, read_only: bool = False, reads: Sequence[str] = (), like: str | None = None
) -> CreatedProvider:
    """Write a provider's folder: into `target` if it is a checkout of gladhand, else as a separate distribution.

    A read-only provider has no field map, no functions that write and no samples of them. `reads` names the resources
    of a provider that is only read; without it the folder has users. `like` names a provider, or the shape of an API,
    to begin from in place of the invented one.
    """
    source, reads, read_only = _source_name(name), tuple(dict.fromkeys(reads)), read_only or bool(reads)
    if like is not None and read_only:
        _check_only_read(like, reads)
    try:
        for each in reads:
            read_scaffold.readable(each)
    except read_scaffold.NotAdded as reason:
        raise CannotCreate(str(reason)) from None
    module = source.replace("-", "_")
    in_tree = (target / IN_TREE).is_dir()
    if in_tree:
        package, folder, root = f"gladhand.providers.{module}", target / IN_TREE / module, target / IN_TREE / module
    else:
        package = f"gladhand_{module}"
        root = target / f"gladhand-{_dashed(source)}"
        folder = root / package
    if root.exists():
        raise CannotCreate(f"{root} exists already. It was not changed.")
    words = _placeholders(source, package, module=module, in_tree=in_tree, read_only=read_only, has_users=not reads)
    if like is None:
        templates = _folder_templates(read_only=read_only, has_users=not reads)
        written = [_write(folder / path, text, words) for path, text in templates]
        written += _add_reads(folder, package, reads)
    else:
        written = list(_begun(folder, like, words))
    if not in_tree:
        written += [_write(root / path, text, words) for path, text in _templates("distribution")]
    return CreatedProvider(root, tuple(written), package, in_tree)


def _check_only_read(like: str, reads: Sequence[str]) -> None:
    if reads:
        raise CannotCreate("--like copies the reads of the other provider. Leave the resources out, or --like.")
    try:
        model = likeness.model_of(like)
    except likeness.NoSuchModel as error:
        raise CannotCreate(str(error)) from None
    if model.adapter_class.writes:
        raise CannotCreate(
            f"--like copies the writes of {model.source_name} as well, so it does not go together with --read-only."
            " docs/providers.md lists what to delete from a copy that is only read."
        )


def _add_reads(folder: Path, package: str, reads: Sequence[str]) -> Iterator[Path]:
    """The modules and samples of these reads. The samples of errors are those of the first one."""
    for name in reads:
        module, sample, *_ = read_scaffold.add_read_in(folder, package, name)
        yield from (module, sample)
        if name == reads[0]:
            yield from _errors_like(sample)


def _errors_like(first: Path) -> Iterator[Path]:
    shown = json.loads(first.read_text("utf-8"))
    for path, text in _templates("folder"):
        if found := _ERROR_OF_USERS.fullmatch(path):
            error = json.loads(text)
            error["credentials"], error["call"] = shown["credentials"], shown["call"]
            error["exchanges"][0]["request"] = shown["exchanges"][0]["request"]
            place = first.with_name(f"{first.stem}_{found['error']}.json")
            place.write_text(json.dumps(error, indent=2, ensure_ascii=False) + "\n", "utf-8")
            yield place


def _begun(folder: Path, like: str, words: dict[str, str]) -> Iterator[Path]:
    """The folder of the provider that this one is like, under the new names."""
    try:
        model = likeness.model_of(like)
    except likeness.NoSuchModel as error:
        raise CannotCreate(str(error)) from None
    named = {"source": words["source_name"], "package": words["package"], "title": words["title"]}
    for path, content in likeness.copied(model, **named):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        yield place


def _source_name(name: str) -> str:
    known = [each.value for each in TspEnum]
    if name in known or is_in_house(name):
        return name
    requested = name.strip().lower().replace("-", "_").replace(" ", "_")
    near = near_names(requested, known, most=5)
    near += [each for each in known if len(requested) > 2 and requested in each and each not in near]
    hint = f" Did you mean {', '.join(near[:6])}?" if near else ""
    raise CannotCreate(
        f"{name!r} is not one of the contract's {len(known)} source names, and strict clients refuse other names.{hint}"
        f" The name of an in-house system begins with x-: x-{_dashed(requested)}."
    )


def _dashed(source: str) -> str:
    return source.replace("_", "-")


def _placeholders(
    source: str, package: str, *, module: str, in_tree: bool, read_only: bool, has_users: bool
) -> dict[str, str]:
    title = source.removeprefix("x-").replace("-", " ").replace("_", " ").title()
    class_name = title.replace(" ", "")
    resources = [each for each, known in REGISTRY.items() if known.create_model]
    if has_users:
        resources.remove(ResourceEnum.USER)
    imports = {
        "users": f"from {package} import users\n" if has_users else "",
        "api": f"from {package}.api import {class_name}Api\n",
        "test": f"from {package}.users import FIELD_MAP\n",
    }
    return {
        "source_name": source,
        "package": package,
        "module": module,
        "title": title,
        "title_json": json.dumps(title),
        "class_name": f"{class_name}Adapter",
        "api_name": f"{class_name}Api",
        "slug": _dashed(source),
        "distribution": f"gladhand-{_dashed(source)}",
        "not_supported": "\n".join(f'{each.value} = "{title} is not asked for it yet."' for each in resources),
        "cannot": _CANNOT_WRITE.format(title=title) if read_only and has_users else "",
        "full": "FULL, " if has_users else "",
        # Imports in the order of the linter: the provider's package comes before or after gladhand's.
        **{
            f"{name}_{where}": line if (where == "first") == in_tree else ""
            for name, line in imports.items()
            for where in ("first", "last")
        },
    }


def _folder_templates(*, read_only: bool, has_users: bool) -> Iterator[tuple[str, str]]:
    """The files of a provider's folder; lines and files that only writes or users need are marked in the templates."""
    for path, text in _templates("folder"):
        if not (read_only and _FILES_OF_WRITES.match(path)) and (has_users or not _FILES_OF_USERS.match(path)):
            kept = _OF_WRITES.sub("" if read_only else r"\g<lines>", text)
            yield path, _OF_USERS.sub(r"\g<lines>" if has_users else "", kept)


def _templates(part: str) -> Iterator[tuple[str, str]]:
    yield from _walk(files("gladhand.provider_tools") / "template" / part, "")


def _walk(folder: Traversable, way: str) -> Iterator[tuple[str, str]]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir():
            yield from _walk(each, f"{way}{each.name}/")
        elif each.name.endswith(_SUFFIX):
            yield way + each.name.removesuffix(_SUFFIX), each.read_text("utf-8")


def _write(path: Path, text: str, words: dict[str, str]) -> Path:
    path = path.with_name(Template(path.name).substitute(words))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(text).substitute(words), "utf-8")
    return path
