"""`personagen compare`: what happened between two runs, read from their folders, without Prefect.

How personas are matched and what is tested belongs to `personagen.personas`.
"""

from pipelines.comparing.command import compare_runs

__all__ = ["compare_runs"]
