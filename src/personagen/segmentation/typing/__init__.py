"""The typing tool: the fewest questions that tell somebody's persona, and the rule that goes with them.

Assigning people by all that is known of them belongs to `assigning`.
"""

from personagen.segmentation.typing.fit import fit_typing
from personagen.segmentation.typing.rule import apply_rule

__all__ = ["apply_rule", "fit_typing"]
