"""The list of encrypted columns against the code that encrypts and decrypts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import gladhand
from gladhand.core import sealed_columns
from gladhand.core.sealed_columns import SEALED_COLUMNS, SealedColumn

NAMED = {name: value for name, value in vars(sealed_columns).items() if isinstance(value, SealedColumn)}
# Encrypts every column again, by the list itself.
ROTATION = "rotation.py"
# Encrypt what a browser carries away and back; no column holds it.
CARRIED = ("kept_secrets.py", "sign_in_state.py")


def _calls(*names: str) -> Iterator[tuple[str, ast.expr]]:
    """The purposes in all calls of these methods of the key ring, with where they stand."""
    for path in sorted(Path(gladhand.__file__).parent.rglob("*.py")):
        text = path.read_text("utf-8")
        if path.name in (ROTATION, *CARRIED) or not any(f".{name}(" in text for name in names):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
                for keyword in node.keywords:
                    if keyword.arg == "purpose":
                        yield f"{path.name}:{node.lineno}", keyword.value


def _column(purpose: ast.expr) -> SealedColumn | None:
    """The column of `X.purpose` and of `X.purpose_beside(…)`."""
    of = purpose.func if isinstance(purpose, ast.Call) else purpose
    if isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) and of.attr.startswith("purpose"):
        return NAMED.get(of.value.id)
    return None


def test_each_value_that_is_encrypted_belongs_to_a_column_of_the_list() -> None:
    used = dict(_calls("seal"))
    assert {place for place, purpose in used.items() if _column(purpose) not in SEALED_COLUMNS} == set()
    assert {column.purpose for purpose in used.values() if (column := _column(purpose))} == {
        column.purpose for column in SEALED_COLUMNS
    }


def test_each_value_that_is_decrypted_has_the_purpose_of_a_column_or_one_that_was_passed() -> None:
    wrong = {place for place, value in _calls("unseal") if not isinstance(value, ast.Name) and _column(value) is None}
    assert wrong == set()
