"""Variables to a respondent x feature matrix: coding, clipping, imputing, scaling, block weights.

Forming segments belongs to `segmentation`.
"""
