"""K-means, the choice of k, stability, numbering, assigning and typing.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import Nearest, assign, square_distances
from personagen.segmentation.drift import assess_drift
from personagen.segmentation.extending import extend_personas
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.given import take_segments
from personagen.segmentation.importance import assess_importance
from personagen.segmentation.keeping import keep_personas
from personagen.segmentation.opinions import assess_opinions
from personagen.segmentation.quality import assess_quality
from personagen.segmentation.recognising import Part, recognise
from personagen.segmentation.saying import say_verdict
from personagen.segmentation.typing import apply_rule, fit_typing

__all__ = [
    "Nearest",
    "Part",
    "apply_rule",
    "assess_drift",
    "assess_importance",
    "assess_opinions",
    "assess_quality",
    "assign",
    "extend_personas",
    "fit_segments",
    "fit_typing",
    "keep_personas",
    "recognise",
    "say_verdict",
    "square_distances",
    "take_segments",
]
