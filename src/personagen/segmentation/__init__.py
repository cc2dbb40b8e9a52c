"""K-means, the choice of k, stability, numbering and assigning.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import assign
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.importance import assess_importance
from personagen.segmentation.opinions import assess_opinions

__all__ = ["assess_importance", "assess_opinions", "assign", "fit_segments"]
