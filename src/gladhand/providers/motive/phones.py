"""Telephone numbers: Motive keeps the country's calling code separate from the number."""

# ITU-T E.164: no code is a prefix of another. 1 and 7 have one digit, these have two, all others three.
_TWO_DIGITS = {
    *range(30, 35),
    *range(43, 50),
    *range(51, 59),
    *range(60, 67),
    *range(90, 96),
    *(20, 27, 36, 39, 40, 41, 81, 82, 84, 86, 98),
}


def calling_code(code: str) -> str:
    """A calling code as Motive writes it, with its plus sign. Raises `ValueError`."""
    digits = code.strip().removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        raise ValueError("It has to be a calling code such as +1.")
    return f"+{digits}"


def parts(number: str) -> tuple[str | None, str]:
    """The calling code and the rest of a number with a plus sign; for any other number, no code and all of it."""
    number = number.strip()
    if not number.startswith("+"):
        return None, number
    digits = "".join(filter(str.isdigit, number))
    length = 1 if digits[:1] in ("1", "7") else 2 if digits[:2].isdigit() and int(digits[:2]) in _TWO_DIGITS else 3
    return f"+{digits[:length]}", digits[length:]
