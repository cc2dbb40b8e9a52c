"""The study file: its types, reading it, and drafting one from exports.

The parameters of every stage are parts of the study, as frozen types. Checking *data* doesn't belong here.
"""

from personagen.study.drafting import Draft, draft_study
from personagen.study.file import StudyFile
from personagen.study.model import Study
from personagen.study.reading import read_study
from personagen.study.schema import study_schema
from personagen.study.sources import Analytics, CsvOptions, Interviews, Links, Survey, TouchpointLog
from personagen.study.variables import Variable

__all__ = [
    "Analytics",
    "CsvOptions",
    "Draft",
    "Interviews",
    "Links",
    "Study",
    "StudyFile",
    "Survey",
    "TouchpointLog",
    "Variable",
    "draft_study",
    "read_study",
    "study_schema",
]
