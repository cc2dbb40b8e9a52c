"""K-means, the choice of k, stability, numbering and assigning.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import assign
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.given import take_segments

__all__ = ["assign", "fit_segments", "take_segments"]
