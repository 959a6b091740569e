"""Jinja environments for HTML pages. Undefined names are errors, and values are escaped."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined


def html_environment(package: str, *, extensions: Sequence[str] = ()) -> Environment:
    """The templates in the folder `templates` of this package."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=list(extensions),
    )
