"""What the forms ask, and what came back: fields with their values and with what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gladhand.connect.language import _

Choice = tuple[str, str]


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    type: str = "text"
    value: str = ""
    help: str = ""
    error: str = ""
    required: bool = True
    choices: Sequence[Choice] = ()
    suggestions: Sequence[Choice] = ()
    autocomplete: str = ""
    max_length: int | None = None
    placeholder: str = ""
    code: bool = False

    @property
    def id(self) -> str:
        return f"field-{re.sub('[^A-Za-z0-9_-]', '-', self.name)}"

    @property
    def described(self) -> str:
        """The ids of what is said about the field, for `aria-describedby`."""
        said = (("help", self.help), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, text in said if text)

    def shown(self, value: str) -> "Field":
        """With what was typed, so that nobody types it twice; a secret is never sent back to the browser."""
        return self if self.type == "password" else replace(self, value=value)


@dataclass(frozen=True)
class Form:
    fields: Sequence[Field] = field(default=())
    message: str = ""
    advice: str = ""
    where: str = ""

    @property
    def faulty(self) -> list[Field]:
        return [each for each in self.fields if each.error]

    def filled(self, given: Mapping[str, str]) -> "Form":
        return replace(self, fields=[each.shown(given.get(each.name, each.value)) for each in self.fields])

    def with_errors(self, errors: Mapping[str, str], *, message: str = "", advice: str = "") -> "Form":
        fields = [replace(each, error=errors.get(each.name, "")) for each in self.fields]
        return replace(self, fields=fields, message=message, advice=advice)

    def missing(self, given: Mapping[str, str]) -> dict[str, str]:
        """What is wrong that the form itself can see: empty, too long, or not one of the choices."""
        found = {}
        for each in self.fields:
            value = given.get(each.name, "").strip()
            if not value:
                if each.required:
                    found[each.name] = _("Please choose one.") if each.choices else _("Please fill this in.")
            elif each.max_length is not None and len(value) > each.max_length:
                found[each.name] = _("At most %d characters, please.") % each.max_length
            elif each.choices and value not in {choice for choice, _label in each.choices}:
                found[each.name] = _("Please choose one.")
        return found
