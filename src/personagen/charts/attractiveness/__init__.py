"""How attractive the personas are by the criteria of the study: bubbles on one axis, or on two."""

from personagen.charts.attractiveness.plot import plot_attractiveness

__all__ = ["plot_attractiveness"]
