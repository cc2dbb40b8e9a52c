"""Drafting a study file from exports: what each file and each column most likely is.

Reading files belongs to `exports`; a draft is a proposal, and says what it isn't sure of.
"""

from personagen.study.drafting.draft import MAP_FILE, Draft, draft_study

__all__ = ["MAP_FILE", "Draft", "draft_study"]
