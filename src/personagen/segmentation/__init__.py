"""K-means, the choice of k, stability, numbering and assigning.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import assign
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.quality import assess_quality

__all__ = ["assess_quality", "assign", "fit_segments"]
