"""YAML text as plain values with the line of every key.

YAML 1.2, so that `no` stays text; a key that stands twice is refused. What the keys mean doesn't belong here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from personagen.errors import Problem, StudyError

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_DEEPEST = 20
_MOST_VALUES = 200_000
_WHOLE = "Write the character itself."
_TAG = "tag:yaml.org,2002:"
# what the parser itself trips over, beside its own errors, on text that isn't YAML
_PARSER_ERRORS = (
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    TypeError,
)
_PLAIN_WORDS = {
    "mapping values are not allowed": "a colon stands where no key can be",
    "found character '\\t'": "a tab stands where YAML wants spaces",
    "could not find expected ':'": "a key has no colon after it",
    "expected <block end>": "the indentation doesn't fit, or a quote or bracket stands in the wrong place",
    "found unexpected end of stream": "a quote is never closed",
    "found undefined alias": "an alias (*) names an anchor (&) that doesn't exist",
    "expected ',' or": "a bracket is never closed, or a comma is missing",
    "expected a single document": "a second document starts (---); a study is one",
    "but found another document": "a second document starts (---); a study is one",
}


@dataclass
class Tree:
    """What a YAML text says.

    Parameters
    ----------
    data
        Plain values; dates stay text, keys are text as written.
    lines
        1-based line of each dotted key; items of lists are numbered from 0.
    problems
        What is wrong with the keys and values themselves.
    """

    data: Plain = None
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_tree(text: str, file: str) -> Tree:
    """Return the values and lines of a YAML text.

    Raises
    ------
    StudyError
        If it isn't YAML; names line and column.

    Examples
    --------
    >>> tree = read_tree("survey: {weight: no}", "study.yaml")
    >>> tree.data, tree.lines
    ({'survey': {'weight': 'no'}}, {'survey': 1, 'survey.weight': 1})
    """
    try:
        yaml = YAML(typ="safe", pure=True)
        root = yaml.compose(text)
        builder = _Builder(yaml.constructor, file)
        if root is not None:
            builder.tree.data = builder.build(root, ())
    except YAMLError as error:
        raise StudyError(_syntax_problem(error, text, file)) from error
    except _PARSER_ERRORS as error:
        mend = "Look for a stray quote, bracket, percent sign or escape, or too deep a nesting."
        raise StudyError(Problem("this is not YAML", mend, file)) from error
    return builder.tree


class _Builder:
    def __init__(self, constructor: SafeConstructor, file: str) -> None:
        self.tree = Tree()
        self.constructor = constructor
        self.file = file
        self.within: list[int] = []

    def build(self, node: Node, path: tuple[str, ...]) -> Plain:
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if id(node) in self.within or len(path) > _DEEPEST or len(self.tree.lines) > _MOST_VALUES:
            return self._refuse(
                node, path, "the values are nested too deep", "A study needs five levels at most."
            )
        self.within.append(id(node))
        is_mapping = isinstance(node, MappingNode)
        built = self._mapping(node, path) if is_mapping else self._sequence(node, path)
        self.within.pop()
        return built

    def _mapping(self, node: Node, path: tuple[str, ...]) -> Plain:
        built: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._refuse(key_node, path, "a key is a list or a mapping", "Write a word before the colon.")
                continue
            key = str(key_node.value)
            if _is_broken(key):
                self._refuse(key_node, path, "a key holds half a character", _WHOLE)
                continue
            inner = (*path, key)
            if key in built:
                first = self.tree.lines[".".join(inner)]
                self._refuse(
                    key_node, inner, f"the key stands twice, first in line {first}", "Keep one of them."
                )
                continue
            self.tree.lines[".".join(inner)] = key_node.start_mark.line + 1
            built[key] = self.build(value_node, inner)
        return built

    def _sequence(self, node: Node, path: tuple[str, ...]) -> Plain:
        built: list[Plain] = []
        for position, item in enumerate(node.value):
            inner = (*path, str(position))
            self.tree.lines[".".join(inner)] = item.start_mark.line + 1
            built.append(self.build(item, inner))
        return built

    def _scalar(self, node: ScalarNode, path: tuple[str, ...]) -> Plain:
        text = str(node.value)
        kind = str(node.tag).removeprefix(_TAG)
        if _is_broken(text):
            return self._refuse(node, path, "the text holds half a character", _WHOLE)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind in ("int", "float"):
            return self._number(node, kind)
        if kind in ("str", "timestamp", "merge", "value"):
            return text
        return self._refuse(node, path, f"the tag {node.tag} means nothing here", "Leave the tag out.")

    def _number(self, node: ScalarNode, kind: str) -> Plain:
        construct = getattr(self.constructor, f"construct_yaml_{kind}")
        try:
            return int(construct(node)) if kind == "int" else float(construct(node))
        except (ValueError, IndexError):  # looks like a number and isn't one
            return str(node.value)

    def _refuse(self, node: Node, path: tuple[str, ...], what: str, mend: str) -> Plain:
        line = node.start_mark.line + 1
        self.tree.problems.append(Problem(what, mend, self.file, line, ".".join(path) or None))
        return None


def _is_broken(text: str) -> bool:
    """Tell whether an escape left half of a surrogate pair, which no file can hold."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _syntax_problem(error: YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, ReaderError):
        line = text[: error.position].count("\n") + 1
        mend = "Save the study as plain UTF-8 text without control characters."
        return Problem("a character stands here that YAML doesn't allow", mend, file, line)
    if not isinstance(error, MarkedYAMLError):
        return Problem("this is not YAML", "See the example in the README.", file)
    mark = error.problem_mark or error.context_mark
    said = " ".join(str(part) for part in (error.context, error.problem) if part)
    plain = next((words for sign, words in _PLAIN_WORDS.items() if sign in said), said)
    place = f" (column {mark.column + 1})" if mark else ""
    mend = "Mend the YAML there or in the line before; put text with : # { [ in quotes."
    return Problem(f"this is not YAML{place}: {plain}", mend, file, mark.line + 1 if mark else None)
