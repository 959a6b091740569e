"""Passwords that are made up."""

import string

from gladhand.sdk.passwords import new_password


def test_a_password_is_long_and_has_every_kind_of_character() -> None:
    password = new_password()
    assert len(password) >= 16
    for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation):
        assert set(password) & set(kind)


def test_no_two_passwords_are_the_same() -> None:
    assert len({new_password() for _ in range(50)}) == 50


def test_no_part_of_a_name_is_in_it() -> None:
    names = ["abc.def", "Xyz", "a b"]
    for _ in range(300):
        password = new_password(names).lower()
        assert not any(part in password for part in ("abc", "def", "xyz"))


def test_names_without_a_word_in_them_are_no_obstacle() -> None:
    assert new_password(["", "...", "Li"])
