"""A partner's colour on our pages: every shade that is needed, readable on light and dark alike."""

from dataclasses import dataclass

#: What texts of links and borders stand on: the cards of the light and the dark page. `connect.css` has the same.
LIGHT_CARD, DARK_CARD = (255, 255, 255), (21, 34, 37)
# Pure ones: between them every colour has one that can be read on it, between softer ones not.
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# WCAG 2.2, 1.4.3: for text of any size.
_READABLE = 4.5
_STEP = 0.05

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Shades:
    """One theme's: the colour itself, what is written on it, a shade that can be read as text, and a tint."""

    brand: str
    on_brand: str
    strong: str
    soft: str


def shades(color: str, card: Rgb) -> Shades:
    """`color` has six hexadecimal digits."""
    brand = _rgb(color)
    ink = max((_WHITE, _BLACK), key=lambda each: contrast(each, brand))
    away = _BLACK if contrast(_BLACK, card) > contrast(_WHITE, card) else _WHITE
    strong, share = brand, 0.0
    soft = _mixed(card, brand, 0.12)
    while min(contrast(strong, card), contrast(strong, soft)) < _READABLE and share < 1:
        share += _STEP
        strong = _mixed(brand, away, min(share, 1.0))
    return Shades(_hex(brand), _hex(ink), _hex(strong), _hex(soft))


def stylesheet(color: str) -> str:
    """Replaces the colours of `connect.css`, whatever theme is shown."""
    light, dark = _declared(shades(color, LIGHT_CARD)), _declared(shades(color, DARK_CARD))
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _declared(found: Shades) -> str:
    return f"--brand:{found.brand};--on-brand:{found.on_brand};--brand-strong:{found.strong};--brand-soft:{found.soft}"


def _luminance(color: Rgb) -> float:
    linear = [
        (part / 255 / 12.92) if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _rgb(color: str) -> Rgb:
    return int(color[0:2], 16), int(color[2:4], 16), int(color[4:6], 16)


def _hex(color: Rgb) -> str:
    return f"#{color[0]:02x}{color[1]:02x}{color[2]:02x}"
