"""Export formats: a tool's file becomes a plain text table.

Finding out how a file is written and splitting it into cells belong here; interpreting the cells
belongs to `ingest`.
"""

from personagen.exports.beginnings import list_cells, read_beginning
from personagen.exports.dialects import detect_dialect
from personagen.exports.pieces import Chunk, Opened, open_pieces, read_chunks, split_chunk
from personagen.exports.sources import detect_log_dialects, read_sources
from personagen.exports.tables import read_table

__all__ = [
    "Chunk",
    "Opened",
    "detect_dialect",
    "detect_log_dialects",
    "list_cells",
    "open_pieces",
    "read_beginning",
    "read_chunks",
    "read_sources",
    "read_table",
    "split_chunk",
]
