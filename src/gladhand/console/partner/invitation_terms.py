"""What an invitation asks a fleet for: a choice for each group of records that the consent page has."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from gladhand.console.pages.blocks import Input
from gladhand.console.pages.problems import BadForm
from gladhand.core.posted_forms import PostedForm
from gladhand.orgs.agreements.permissions import READ_EVERYTHING, levels
from gladhand.orgs.consent.groups import ConsentGroupEnum, group_of
from gladhand.resources.enums import ResourceEnum, ShareLevelEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import as_words

_PREFIX = "group_"
_TITLE = "What the fleet is asked for"
_OPTIONAL: Final = "optional_"
_READ, _WRITE = ShareLevelEnum.READ.value, ShareLevelEnum.READ_WRITE.value
_LEVELS = {_READ: "read", _WRITE: "read and write"}


def _groups() -> Iterator[tuple[ConsentGroupEnum, list[ResourceEnum]]]:
    # A resource that the contract lacks is for clients that ask for it by name.
    asked = [each for each in ResourceEnum if each.value in READ_EVERYTHING]
    for group in ConsentGroupEnum:
        if resources := [each for each in asked if group_of(each.value) is group]:
            yield group, resources


def _is_writable(resource: ResourceEnum) -> bool:
    return resource in REGISTRY and bool(REGISTRY[resource].writable)


def group_inputs(optional: Collection[ConsentGroupEnum]) -> list[Input]:
    """A choice for each group. Whoever chooses nothing asks for reading everything; `optional` are the groups that the
    partner lets its fleets leave out."""
    inputs = []
    for group, resources in _groups():
        writable = [as_words(each.value) for each in resources if _is_writable(each)]
        possible = (_READ, _WRITE) if writable else (_READ,)
        choices = [(level, _LEVELS[level]) for level in possible]
        choices += [(_OPTIONAL + level, f"{_LEVELS[level]}, unless the fleet leaves it out") for level in possible]
        hint = f"writable: {', '.join(writable)}" if writable else ""
        value = _OPTIONAL + _READ if group in optional else _READ
        choices.append(("", "not asked for"))
        label = as_words(group.value).capitalize()
        inputs.append(Input(_PREFIX + group, label, value, choices=choices, hint=hint, group=_TITLE))
    return inputs


def asked_terms(form: PostedForm) -> dict[str, Any]:
    """The permissions and the groups that the fleet may leave out, as the API takes them. Nothing where the form has
    no such choices. Raises `BadForm`."""
    chosen = {group: form.text(_PREFIX + group) for group, _ in _groups() if _PREFIX + group in form.values}
    if not chosen:
        return {}
    permissions = {
        resource.value: _READ if level == _WRITE and not _is_writable(resource) else level
        for group, resources in _groups()
        if (level := chosen.get(group, "").removeprefix(_OPTIONAL))
        for resource in resources
    }
    if not permissions:
        raise BadForm("Ask the fleet for one group at least.", _PREFIX + next(iter(chosen)))
    optional = [group.value for group, level in chosen.items() if level.startswith(_OPTIONAL)]
    return {"permissions": permissions, "consent": {"optional_groups": optional}}


def asked_for(permissions: Mapping[str, str]) -> str:
    """The permissions of an invitation in words, group by group: a group of which only some is asked for names it."""
    asked = levels(permissions)
    texts = []
    for group, resources in _groups():
        held = {each: asked[each] for each in resources if each in asked}
        if not held:
            continue
        written = [as_words(each.value) for each, level in held.items() if level == ShareLevelEnum.READ_WRITE]
        part = "" if len(held) == len(resources) else f" ({', '.join(as_words(each.value) for each in held)})"
        texts.append(f"{as_words(group.value)}{part}: read{', write ' + ' and '.join(written) if written else ''}")
    texts += [f"{as_words(each.value)}: {_LEVELS[level]}" for each, level in asked.items() if each.is_in_house]
    return "; ".join(texts)
