"""Claims: every statement on a persona's card, made by a rule from a published table, with what it rests on.

One module for each group of sections; each gives the claims of one persona. How a card looks belongs to `report`.
"""

from personagen.personas.claims.build import build_claims

__all__ = ["build_claims"]
