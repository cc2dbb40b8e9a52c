"""What pages are made with: the environment of the templates, and style as it stands. What a page says doesn't belong here."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the templates: everything is escaped, nothing may be absent."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("personagen.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["tied"] = tied
    return found


def tied(text: str) -> str:
    r"""Return a text in which an = or < is never parted from what it stands between.

    Examples
    --------
    >>> tied("+0.28 (n = 255)").split(" ")
    ['+0.28', '(n\xa0=\xa0255)']
    """
    return re.sub(" ([=<]) ", "\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", text)


@cache
def asset(name: str) -> Markup:
    """Return a file of the templates as it is."""
    return Markup((files("personagen.report") / "templates" / name).read_text(encoding="utf-8"))  # noqa: S704  # our own
