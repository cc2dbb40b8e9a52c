"""Variables to a respondent x feature matrix: coding, imputing, scaling, block weights.

Checking answers belongs to `ingest`; forming segments to `segmentation`.
"""

from personagen.features.build import build_features
from personagen.features.changes import refuse_changes
from personagen.features.encoding import encode
from personagen.features.keeping import encode_kept, place_margins
from personagen.features.margins import place_answers, summarise_margins

__all__ = [
    "build_features",
    "encode",
    "encode_kept",
    "place_answers",
    "place_margins",
    "refuse_changes",
    "summarise_margins",
]
