"""What stands where a provider has no logo: letters on a colour."""

import re
from importlib import resources
from itertools import chain

import pytest

from gladhand.connect.pages.initials import initials
from gladhand.integrations.hosting.registry import providers

TILES = 24
TILE = re.compile(r"\.tile(?:-(\d+))? \{[^}]*?background: #([0-9a-f]{6})")
READABLE = 4.5


def names() -> list[str]:
    return [brand.name for provider in providers().values() for brand in provider.definition.brands]


def colours() -> dict[int, str]:
    sheet = resources.files("gladhand.connect").joinpath("static/connect.css").read_text(encoding="utf-8")
    return {int(number or 0): colour for number, colour in TILE.findall(sheet)}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Samsara", "Sa"),
        ("Verizon Connect Reveal", "VC"),
        ("TrustTrack", "TT"),
        ("VisTracks", "VT"),
        ("MAN", "MAN"),
        ("SCANIA", "Sc"),
        ("Volvo Trucks", "Vo"),
        ("Azuga ELD", "Az"),
        ("Truck Fleet", "TF"),
        ("Groundhog (simulator)", "Gr"),
        ("(test)", "Te"),
        ("n1-fleet", "N1"),
        ("Żubr", "Żu"),
        ("—", "?"),
    ],
)
def test_a_name_has_letters_of_its_own(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_no_two_brands_have_the_same_letters() -> None:
    letters = [initials(name).casefold() for name in names()]
    assert len(letters) >= 20
    assert len(set(letters)) == len(letters)


def test_each_brand_that_comes_with_gladhand_has_a_colour_of_its_own_on_which_letters_are_readable() -> None:
    tiles = colours()
    assert sorted(tiles) == list(range(TILES))
    assert len(names()) <= TILES
    assert len(set(tiles.values())) == TILES
    assert [colour for colour in tiles.values() if 1.05 / (luminance(colour) + 0.05) < READABLE] == []


def test_templates_count_as_many_colours_as_there_are() -> None:
    folder = resources.files("gladhand.connect").joinpath("templates")
    sheets = [each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".html")]
    counted = set(chain.from_iterable(re.findall(r"tile-\{\{ \w+ % (\d+) \}\}", sheet) for sheet in sheets))
    assert counted == {str(TILES)}
