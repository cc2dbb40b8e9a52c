"""Drafting a study file from exports: what each file and each column most likely is.

Reading files belongs to `exports`; a draft is a proposal, and says what it isn't sure of.
"""

from personagen.study.drafting.draft import Draft, draft_study
from personagen.study.drafting.sources import MAP_FILE

__all__ = ["MAP_FILE", "Draft", "draft_study"]
