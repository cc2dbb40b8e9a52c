"""`personagen assign`: new people get a persona of an earlier run.

Straight-line calls of the stages, a piece of the file at a time; nothing here starts Prefect.
"""

from pipelines.assigning.command import assign_customers

__all__ = ["assign_customers"]
