"""K-means, the choice of k, stability, numbering and assigning.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import assign
from personagen.segmentation.extending import extend_personas
from personagen.segmentation.fit import fit_segments

__all__ = ["assign", "extend_personas", "fit_segments"]
