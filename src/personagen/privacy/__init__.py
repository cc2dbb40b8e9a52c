"""Small cells and personal data: what may leave a run.

What is personal in *logs and messages* is up to each stage (errors never show free text); writing doesn't belong here.
"""

from personagen.privacy.called import NOBODY, Names
from personagen.privacy.cells import hide, suppress
from personagen.privacy.checking import Recoverable, find_recoverable
from personagen.privacy.names import has_rare_name
from personagen.privacy.persons import holds_names, looks_like_names, looks_personal
from personagen.privacy.text import mask_text

__all__ = [
    "NOBODY",
    "Names",
    "Recoverable",
    "find_recoverable",
    "has_rare_name",
    "hide",
    "holds_names",
    "looks_like_names",
    "looks_personal",
    "mask_text",
    "suppress",
]
