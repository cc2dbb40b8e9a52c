"""Charts inside a page: SVG text made inert, its ids made unique, its size left to the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markupsafe import Markup

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ALLOWED = frozenset(
    {
        "svg",
        "g",
        "defs",
        "path",
        "use",
        "rect",
        "line",
        "circle",
        "polygon",
        "polyline",
        "ellipse",
        "text",
        "tspan",
        "clipPath",
        "pattern",
        "desc",
        "style",
    }
)
_REFERENCE = re.compile(r"url\(\s*#([^)\s]+)\s*\)")
_REMOTE = re.compile(r"url\(\s*(?!#)|@import|expression\(|javascript:", re.IGNORECASE)
ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def inline_figure(text: str, name: str, label: str, crop: float = 0) -> Markup:
    """Return a chart as markup for a page.

    Only shapes and text stay: no scripts, handlers, images or addresses elsewhere.

    Parameters
    ----------
    text
        An SVG document.
    name
        Unique on the page; put before every id.
    label
        What the chart shows, for those who can't see it.
    crop
        Points of white edge to leave out on each side.
    """
    root = ET.fromstring(text)  # noqa: S314  # charts of our own run; expat refuses entity bombs
    _keep_shapes(root)
    prefix = re.sub(r"[^A-Za-z0-9]+", "-", name)
    for element in root.iter():
        _own_ids(element, prefix)
    width, height = (_points(root.attrib.pop(side, "")) - 2 * crop for side in ("width", "height"))
    root.attrib |= {"viewBox": f"{crop:g} {crop:g} {width:g} {height:g}", "role": "img", "aria-label": label}
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  # nothing but shapes and escaped text is left


def _keep_shapes(parent: ET.Element) -> None:
    for child in list(parent):
        if _is_shape(child):
            _keep_shapes(child)
        else:
            parent.remove(child)


def _is_shape(element: ET.Element) -> bool:
    space, _, tag = str(element.tag).rpartition("}")
    loads = tag == "style" and _REMOTE.search(element.text or "")
    return space == f"{{{SVG}" and tag in ALLOWED and not loads


def _own_ids(element: ET.Element, prefix: str) -> None:
    """Put the prefix before ids and references, and drop attributes that run or load something."""
    for key, value in list(element.attrib.items()):
        bare = key.rpartition("}")[2].lower()
        if bare.startswith("on") or _REMOTE.search(value) or (bare == "href" and not value.startswith("#")):
            del element.attrib[key]
        elif bare == "id":
            element.set(key, f"{prefix}-{value}")
        elif bare == "href":
            element.set(key, f"#{prefix}-{value[1:]}")
        else:
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))


def _points(length: str) -> float:
    found = re.match(r"[0-9]+(\.[0-9]+)?", length)
    return float(found.group()) if found else 100.0
