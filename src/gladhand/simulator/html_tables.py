"""Tables in HTML."""

from collections.abc import Iterable
from html import escape


def table(heads: Iterable[str], rows: Iterable[Iterable[object]], nothing: str) -> str:
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    if not body:
        return f"<p>{escape(nothing)}</p>"
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: object) -> str:
    return f"<td>{escape('' if value is None else str(value))}</td>"
