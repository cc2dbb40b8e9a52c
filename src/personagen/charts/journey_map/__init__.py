"""The journey map of a persona: one A3 sheet with its functional and its emotional layer."""

from personagen.charts.journey_map.frame import plot_map

__all__ = ["plot_map"]
