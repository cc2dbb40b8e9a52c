"""What the published tables count: which columns count the same people, and how the counts hang together.

An outsider puts the tables side by side, so `privacy` must as well. Nothing is computed here but what one table tells.
"""

from personagen.contracts.numbers.columns import COUNTED, NUMBERS
from personagen.contracts.numbers.kinds import ALL, AXES, UNASSIGNED, AnyOf, Number, Places, Sum, Told, Within
from personagen.contracts.numbers.relations import RELATIONS
from personagen.contracts.numbers.told import TOLD

__all__ = [
    "ALL",
    "AXES",
    "COUNTED",
    "NUMBERS",
    "RELATIONS",
    "TOLD",
    "UNASSIGNED",
    "AnyOf",
    "Number",
    "Places",
    "Sum",
    "Told",
    "Within",
]
