"""K-means, the choice of k, stability and numbering of segments.

Describing segments belongs to `personas`.
"""
