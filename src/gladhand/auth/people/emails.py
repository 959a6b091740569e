"""Addresses as accounts have them."""

from email_validator import EmailNotValidError, validate_email


def normal_email(text: str) -> str:
    """Addresses that differ in capital letters belong to one person."""
    return text.strip().lower()


def is_email(text: str) -> bool:
    """Whether it can be an address. Nobody is asked whether it exists."""
    try:
        validate_email(normal_email(text), check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
