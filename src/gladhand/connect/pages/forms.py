"""Forms: fields with their values and errors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gladhand.connect.language import _
from gladhand.resources.cleaning import clean_secret

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
    is_kept: bool = False
    """Whether the form carries the value along, sealed."""
    is_refused: bool = False
    """Whether that value was refused the last time."""
    is_only_fault: bool = False
    """Whether the form has no other error, so that this field gets the focus in place of a list of errors."""

    @property
    def id(self) -> str:
        return f"field-{re.sub('[^A-Za-z0-9_-]', '-', self.name)}"

    @property
    def is_left_to_right(self) -> bool:
        """Whether the value is written from left to right in every language: keys, numbers and addresses."""
        return (self.code or self.type in ("email", "tel", "url", "password")) and not self.choices

    @property
    def described_by(self) -> str:
        """The ids of the field's help and its error, for `aria-describedby`."""
        texts = (("help", self.help), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, text in texts if text)

    def with_value(self, value: str) -> "Field":
        """The field with this value. A secret is never sent back to the browser."""
        return self if self.type == "password" else replace(self, value=value)


@dataclass(frozen=True)
class FormStep:
    """One numbered step to what the form asks for."""

    text: str
    url: str | None = None
    image_url: str | None = None
    image_dark_url: str | None = None
    rights: Sequence[str] = ()


@dataclass(frozen=True)
class PageForm:
    fields: Sequence[Field] = ()
    message: str = ""
    advice: str = ""
    where_to_find: str = ""
    steps: Sequence[FormStep] = ()
    kept: str = ""
    """The secrets of the last try, sealed for this browser."""

    @property
    def invalid_fields(self) -> list[Field]:
        return [field for field in self.fields if field.error]

    @property
    def has_alert(self) -> bool:
        """Whether there is something to say above the form: a message, or more errors than one."""
        return bool(self.message) or len(self.invalid_fields) > 1

    def with_values(self, values: Mapping[str, str]) -> "PageForm":
        return replace(self, fields=[field.with_value(values.get(field.name, field.value)) for field in self.fields])

    def with_errors(self, errors: Mapping[str, str], *, message: str = "", advice: str = "") -> "PageForm":
        found = {field.name: errors[field.name] for field in self.fields if errors.get(field.name)}
        is_only = len(found) == 1 and not message
        fields = [
            replace(field, error=found.get(field.name, ""), is_only_fault=is_only and field.name in found)
            for field in self.fields
        ]
        return replace(self, fields=fields, message=message, advice=advice)

    def errors(self, values: Mapping[str, str]) -> dict[str, str]:
        """The errors that the form itself can find, by field: empty, too long, or not one of the choices."""
        errors = {}
        for field in self.fields:
            value = clean_secret(values.get(field.name, ""))
            if not value:
                if field.required and not field.is_kept:
                    errors[field.name] = _("Please choose one.") if field.choices else _("Please fill this in.")
            elif field.max_length is not None and len(value) > field.max_length:
                errors[field.name] = _("At most %d characters, please.") % field.max_length
            elif field.choices and value not in {choice for choice, _label in field.choices}:
                errors[field.name] = _("Please choose one.")
        return errors
