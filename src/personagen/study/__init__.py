"""The study file: its types, reading it, and drafting one from exports.

The parameters of every stage are parts of the study, as frozen types. Checking *data* doesn't belong here.
"""

from personagen.study.model import Study
from personagen.study.sources import Analytics, CsvOptions, Interviews, Links, Survey, TouchpointLog
from personagen.study.variables import Variable

__all__ = [
    "Analytics",
    "CsvOptions",
    "Interviews",
    "Links",
    "Study",
    "Survey",
    "TouchpointLog",
    "Variable",
]
