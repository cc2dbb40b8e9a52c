"""From contacts to small tables of counts, persona by persona and for all linked customers together.

The expressions are in `expressions`; shares, means and intervals are made by the modules that finish the tables.
"""

from personagen.journeys.counting.contacts import count_contacts

__all__ = ["count_contacts"]
