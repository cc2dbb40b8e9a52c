"""Time to phase: how soon each persona goes on from a phase."""

from personagen.charts.times.plot import plot_times

__all__ = ["plot_times"]
