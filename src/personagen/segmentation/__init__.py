"""K-means, the choice of k, stability, numbering, assigning and typing.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import assign
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.importance import assess_importance
from personagen.segmentation.opinions import assess_opinions
from personagen.segmentation.quality import assess_quality
from personagen.segmentation.typing import apply_rule, fit_typing

__all__ = [
    "apply_rule",
    "assess_importance",
    "assess_opinions",
    "assess_quality",
    "assign",
    "fit_segments",
    "fit_typing",
]
