"""What may stand under each key of the study file, worked out from the types.

Both the error messages and the reference are made from it. Putting it in words belongs to `describing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from personagen.study.base import Part
from personagen.study.model import Study


@dataclass(frozen=True)
class Kind:
    """One kind of value that a key may have.

    Parameters
    ----------
    type
        The type, without union and ``Annotated``.
    limits
        Annotations such as bounds.
    """

    type: Any
    limits: tuple[object, ...] = ()


@dataclass(frozen=True)
class Key:
    """One key of the study file.

    Parameters
    ----------
    path
        Dotted path; ``*`` stands for a name of the study's own.
    kinds
        What it may hold.
    field
        Default and description.
    """

    path: str
    kinds: tuple[Kind, ...]
    field: FieldInfo


def kinds_of(annotation: object, limits: Sequence[object] = ()) -> tuple[Kind, ...]:
    """Return the kinds of value an annotation allows; ``None`` is left out."""
    if get_origin(annotation) is Annotated:
        inner, *extra = get_args(annotation)
        unpacked = [m for e in extra for m in (e.metadata if isinstance(e, FieldInfo) else [e])]
        return kinds_of(inner, [*limits, *unpacked])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(kind for member in get_args(annotation) for kind in kinds_of(member))
    return () if annotation is NoneType else (Kind(annotation, tuple(limits)),)


STUDY = (Kind(Study),)


def key_name(name: str, field: FieldInfo) -> str:
    """Return how the study file spells a field (``from``, not ``source``)."""
    return field.alias or name


def inner_kinds(kinds: Sequence[Kind], part: str) -> tuple[Kind, ...]:
    """Return what may stand under ``part`` (a key, a name or a list position)."""
    found: list[Kind] = []
    for kind in kinds:
        arguments = get_args(kind.type)
        if is_part(kind.type):
            fields = {key_name(name, field): field for name, field in kind.type.model_fields.items()}
            if part in fields:
                found += kinds_of(fields[part].annotation, fields[part].metadata)
        elif get_origin(kind.type) is dict:
            found += kinds_of(arguments[1])
        elif get_origin(kind.type) is tuple:  # a list of one may be written without the list
            items = kinds_of(arguments[0])
            found += items if part.isdigit() else inner_kinds(items, part)
    return tuple(found)


def kinds_at(path: Sequence[str]) -> tuple[Kind, ...]:
    """Return what may stand at a path of the study file."""
    kinds: tuple[Kind, ...] = STUDY
    for part in path:
        kinds = inner_kinds(kinds, part)
    return kinds


def allowed_keys(kinds: Sequence[Kind]) -> list[str]:
    """Return the keys that may stand under a value of these kinds, spelled as in the file.

    Examples
    --------
    >>> allowed_keys(kinds_at(["links"]))
    ['file', 'csv', 'respondent', 'customer']
    """
    keys: list[str] = []
    for kind in kinds:
        if is_part(kind.type):
            keys += [key_name(name, field) for name, field in kind.type.model_fields.items()]
        elif get_origin(kind.type) is dict:
            keys += literals(kinds_of(get_args(kind.type)[0]))
        elif is_list(kind.type):
            keys += [k for k in allowed_keys(kinds_of(get_args(kind.type)[0])) if k not in keys]
    return keys


def literals(kinds: Sequence[Kind]) -> list[str]:
    """Return the words that are allowed literally."""
    return [word for kind in kinds if get_origin(kind.type) is Literal for word in get_args(kind.type)]


def each_key(kinds: Sequence[Kind] = STUDY, above: tuple[str, ...] = ()) -> Iterator[Key]:
    """Yield all keys of the study file, a key before the keys under it."""
    for kind in kinds:
        if is_part(kind.type):
            for name, field in kind.type.model_fields.items():
                path = (*above, key_name(name, field))
                inner = kinds_of(field.annotation, field.metadata)
                yield Key(".".join(path), inner, field)
                yield from each_key(inner, path)
        elif get_origin(kind.type) is dict:
            yield from each_key(kinds_of(get_args(kind.type)[1]), (*above, "*"))
        elif is_list(kind.type):
            yield from each_key(kinds_of(get_args(kind.type)[0]), above)


def is_part(kind: object) -> bool:
    """Tell whether a type is a part of the study with keys of its own."""
    return isinstance(kind, type) and issubclass(kind, Part)


def is_list(kind: object) -> bool:
    """Tell whether a type is a list of any length."""
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis
