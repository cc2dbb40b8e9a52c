"""K-means, the choice of k, stability, numbering and assigning.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import Nearest, assign, square_distances
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.recognising import Part, recognise

__all__ = ["Nearest", "Part", "assign", "fit_segments", "recognise", "square_distances"]
