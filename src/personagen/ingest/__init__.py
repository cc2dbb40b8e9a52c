"""Text tables to checked, typed tables; quarantine; the row account; linking people.

Reading files belongs to `exports`, scaling and imputing to `features`.
"""

from personagen.ingest.answering import flag_answering
from personagen.ingest.newcomers import Newcomers, TypedCells, meet_newcomers
from personagen.ingest.research import ingest_research, summarise_faults
from personagen.ingest.source import FAR_OUT

__all__ = [
    "FAR_OUT",
    "Newcomers",
    "TypedCells",
    "flag_answering",
    "ingest_research",
    "meet_newcomers",
    "summarise_faults",
]
