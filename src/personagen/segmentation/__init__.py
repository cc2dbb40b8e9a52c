"""K-means, the choice of k, stability, numbering, assigning and typing.

Describing segments belongs to `personas`.
"""

from personagen.segmentation.assigning import assign
from personagen.segmentation.fit import fit_segments
from personagen.segmentation.typing import apply_rule, fit_typing

__all__ = ["apply_rule", "assign", "fit_segments", "fit_typing"]
