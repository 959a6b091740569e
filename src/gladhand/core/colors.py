"""A partner's colour on our pages: shades that are readable on light and dark pages."""

from dataclasses import dataclass

#: The background of cards on light and dark pages. `connect.css` has the same values.
LIGHT_CARD, DARK_CARD = (255, 255, 255), (21, 34, 37)
# On every colour either pure white or pure black is readable; softer tones do not guarantee this.
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# WCAG 2.2, 1.4.3: the minimal contrast for text of any size.
_READABLE = 4.5
_STEP = 0.05

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Shades:
    """The shades of one theme: the colour, text on it, the colour as text, and a tint for backgrounds."""

    brand: str
    on_brand: str
    strong: str
    soft: str


def shades(color: str, card: Rgb) -> Shades:
    """The shades of `color`, six hexadecimal digits, on this background."""
    brand = _rgb(color)
    ink = max((_WHITE, _BLACK), key=lambda tone: contrast(tone, brand))
    opposite = _BLACK if contrast(_BLACK, card) > contrast(_WHITE, card) else _WHITE
    strong, share = brand, 0.0
    soft = _mixed(card, brand, 0.12)
    while min(contrast(strong, card), contrast(strong, soft)) < _READABLE and share < 1:
        share += _STEP
        strong = _mixed(brand, opposite, min(share, 1.0))
    return Shades(_hex(brand), _hex(ink), _hex(strong), _hex(soft))


def stylesheet(color: str) -> str:
    """A style sheet that replaces the colours of `connect.css` in both themes."""
    light, dark = _declarations(shades(color, LIGHT_CARD)), _declarations(shades(color, DARK_CARD))
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _declarations(theme: Shades) -> str:
    return f"--brand:{theme.brand};--on-brand:{theme.on_brand};--brand-strong:{theme.strong};--brand-soft:{theme.soft}"


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
