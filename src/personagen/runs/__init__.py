"""The run folder and personas.yaml: the only reader and writer of both.

What stands in the tables belongs to the stages; what may be published is decided in `privacy` before it comes here.
"""

from personagen.runs.beside import new_private_file
from personagen.runs.destination import (
    comparison_destination,
    default_destination,
    point_latest,
    previous_run,
)
from personagen.runs.models import margins_as_json, model_as_json, read_margins, read_model
from personagen.runs.reading import LATEST, PROGRAM, PersonaView, Run, read_assignments, read_run
from personagen.runs.replacing import replace_charts, replace_text
from personagen.runs.roster import (
    RosterFile,
    add_to_roster,
    draft_roster,
    place_new,
    read_roster,
    replace_unchanged,
)
from personagen.runs.writing import (
    FolderWriter,
    RunWriter,
    abandon_unfinished,
    new_comparison,
    new_run,
)

__all__ = [
    "LATEST",
    "PROGRAM",
    "FolderWriter",
    "PersonaView",
    "RosterFile",
    "Run",
    "RunWriter",
    "abandon_unfinished",
    "add_to_roster",
    "comparison_destination",
    "default_destination",
    "draft_roster",
    "margins_as_json",
    "model_as_json",
    "new_comparison",
    "new_private_file",
    "new_run",
    "place_new",
    "point_latest",
    "previous_run",
    "read_assignments",
    "read_margins",
    "read_model",
    "read_roster",
    "read_run",
    "replace_charts",
    "replace_text",
    "replace_unchanged",
]
