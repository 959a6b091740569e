"""What a page says about a refused form or filter: a sentence for each input that is wrong."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from gladhand.console.pages.blocks import FormBlock, Input
from gladhand.console.pages.fields import typed_time
from gladhand.core.how_many import how_many

#: In the scope of a request: what was refused, so that the page shows it at its form.
REFUSED_IN_SCOPE = "gladhand.console.refused"
#: The field of a form for the address of the page that has it.
PAGE_FIELD = "form_page"

# What validators say of a value, up to the verb.
_SHOULD = re.compile(r"(?:Input|String|List|Value|Dictionary) should (be|have|match|contain)\b")
_VERB = re.compile(r"(?:must|is|has|needs|can|cannot)\b")
_EMPTY = frozenset({"Field required", "must not be empty", "String should have at least 1 character"})
_BOUND = re.compile(r"\b(less|greater) than or equal to (\S+)")
_EMAIL = "value is not a valid email address: "


@dataclass(frozen=True)
class InputFault:
    """One thing that is wrong, in a sentence. `path` names the input as the API does; it is empty for the whole."""

    text: str
    path: str = ""

    def input_among(self, names: Collection[str]) -> str | None:
        """The input of a form that it is about. A list of the API may have the name of one value as a form has it."""
        parts = reversed(self.path.split("."))
        found = (name for part in parts for name in (part, part.removesuffix("s")) if name in names)
        return next(found, None)

    @property
    def titled(self) -> str:
        """The sentence with the API's name of the input, where the label of the form is not known."""
        name = next((part for part in reversed(self.path.split(".")) if not part.isdecimal()), "")
        return f"{name.replace('_', ' ').capitalize()}: {self.text}" if name else self.text


def faults_in(body: Any) -> list[InputFault]:
    """What an error answer of the API says to people."""
    body = body if isinstance(body, dict) else {}
    detail = body.get("detail")
    if isinstance(detail, list):
        return [InputFault(_sentence(each), str(each.get("path", ""))) for each in detail]
    if isinstance(detail, dict) and "retry_after_seconds" in detail:
        seconds = how_many(int(str(detail["retry_after_seconds"])), "second")
        return [InputFault(f"There were too many requests. Try again in {seconds}.")]
    return [InputFault(str(detail or body.get("message") or "The server refused the request."))]


def _sentence(fault: Mapping[str, Any]) -> str:
    kind, text = str(fault.get("error_type", "")), str(fault.get("message", ""))
    if text in _EMPTY:
        return "Fill this in."
    if kind.endswith("_parsing"):
        # The rest is about how the parser works.
        text = text.partition(",")[0]
    text = text.removeprefix(_EMAIL)
    text = _SHOULD.sub(r"It must \1", text, count=1) if _SHOULD.match(text) else text
    text = _BOUND.sub(lambda found: f"{found[2]} or {'less' if found[1] == 'less' else 'more'}", text)
    text = f"It {text}" if _VERB.match(text) else text
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


@dataclass(frozen=True)
class RefusedForm:
    """A form or a filter that was sent and refused, with what was typed."""

    method: str
    action: str
    values: Mapping[str, Sequence[str]]
    faults: Sequence[InputFault]
    status: int

    def on(self, blocks: Sequence[Any]) -> "FormRefusal":
        """How a page with these blocks shows it."""
        # Of two forms with one address it is the one whose fields were sent.
        forms = [each for each in _forms_in(blocks) if self._is(each)]
        form = max(forms, key=lambda each: sum(one.name in self.values for one in each.inputs), default=None)
        inputs = {each.name: each for each in form.inputs} if form else {}
        at_inputs: dict[str, list[str]] = {}
        summary = []
        for fault in self.faults:
            name = fault.input_among(inputs)
            if name is None:
                summary.append(fault.titled)
            else:
                at_inputs.setdefault(name, []).append(fault.text)
                summary.append(f"{inputs[name].label}: {fault.text}")
        again = tuple(self._typed(each, " ".join(at_inputs.get(each.name, ()))) for each in inputs.values())
        return FormRefusal(form, again, summary, is_filter=self.method == "get")

    def _is(self, form: FormBlock) -> bool:
        if (form.method, form.action) != (self.method, self.action):
            return False
        return self.method == "get" or all(self.values.get(name) == [text] for name, text in form.hidden.items())

    def _typed(self, each: Input, fault: str) -> Input:
        """The input with what was typed. Secrets are typed again."""
        if each.type == "password":
            return replace(each, fault=fault)
        text = ", ".join(self.values.get(each.name, ()))
        return replace(each, value=typed_time(text) if each.type == "datetime-local" else text, fault=fault)


@dataclass(frozen=True)
class FormRefusal:
    """The form that was refused, if the page still has it, its inputs with what was typed, and all sentences."""

    form: FormBlock | None
    inputs: Sequence[Input]
    summary: Sequence[str]
    is_filter: bool


def _forms_in(piece: Any) -> Iterator[FormBlock]:
    if isinstance(piece, FormBlock):
        yield piece
    elif is_dataclass(piece):
        for each in fields(piece):
            yield from _forms_in(getattr(piece, each.name))
    elif isinstance(piece, list | tuple):
        for each in piece:
            yield from _forms_in(each)
