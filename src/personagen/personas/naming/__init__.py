"""Names and sentences made from what sets personas apart from each other.

Names that people gave come from elsewhere and go before these; other lines of a card don't belong here.
"""

from personagen.personas.naming.choosing import Name, choose_names
from personagen.personas.naming.sentences import summarise_persona
from personagen.personas.naming.traits import Trait, find_traits

__all__ = ["Name", "Trait", "choose_names", "find_traits", "summarise_persona"]
