"""personas.yaml: the only reader and writer of the names and words that people gave.

What people wrote stays as it is, to the byte: a run adds personas to the file and changes nothing in it. Who is who is
found in `personas`.
"""

from personagen.runs.roster.adding import add_to_roster
from personagen.runs.roster.drafting import draft_roster
from personagen.runs.roster.placing import place_new, replace_unchanged
from personagen.runs.roster.reading import RosterFile, read_roster

__all__ = ["RosterFile", "add_to_roster", "draft_roster", "place_new", "read_roster", "replace_unchanged"]
