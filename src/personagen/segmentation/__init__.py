"""K-means, the choice of k, stability, numbering and assigning.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import Nearest, assign, square_distances
from personagen.segmentation.drift import assess_drift
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.given import take_segments
from personagen.segmentation.keeping import keep_personas
from personagen.segmentation.recognising import Part, recognise

__all__ = [
    "Nearest",
    "Part",
    "assess_drift",
    "assign",
    "fit_segments",
    "keep_personas",
    "recognise",
    "square_distances",
    "take_segments",
]
