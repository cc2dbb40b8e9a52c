"""Personas for customers outside the survey, and how large the personas are among all customers.

What both share is encoded in `shared`; a classifier is fitted in `classifying` and judged in `rule`; `weighing` makes the
linked respondents stand for the customers outside; `counting` corrects the shares for misassignment. Forming segments
doesn't belong here.
"""

from personagen.segmentation.extending.extend import extend_personas

__all__ = ["extend_personas"]
