"""Export formats: a tool's file becomes a plain text table.

Finding out how a file is written and splitting it into cells belong here; interpreting the cells
belongs to `ingest`.
"""

from personagen.exports.beginnings import list_cells, read_beginning
from personagen.exports.dialects import detect_dialect
from personagen.exports.sources import detect_log_dialects, read_sources
from personagen.exports.tables import read_table

__all__ = [
    "detect_dialect",
    "detect_log_dialects",
    "list_cells",
    "read_beginning",
    "read_sources",
    "read_table",
]
