"""One function a chart: plot_*(table, words) -> Figure. Computes nothing, saves nothing."""

from personagen.charts.attractiveness import plot_attractiveness
from personagen.charts.comparison import plot_comparison
from personagen.charts.differences import plot_differences
from personagen.charts.emotions import plot_emotions
from personagen.charts.flows import plot_flows
from personagen.charts.gallery import Drawing, draw_charts
from personagen.charts.heat import plot_heat
from personagen.charts.importance import plot_importance
from personagen.charts.journey_map import plot_map
from personagen.charts.lineage import draw_lineage, plot_lineage
from personagen.charts.needs import plot_needs
from personagen.charts.origins import plot_origins
from personagen.charts.prevalence import plot_prevalence
from personagen.charts.profile import plot_profile
from personagen.charts.sizes import plot_sizes
from personagen.charts.solutions import plot_solutions
from personagen.charts.style import figure_to_png, figure_to_svg, persona_colours, persona_styles
from personagen.charts.times import plot_times
from personagen.charts.typing import plot_typing

__all__ = [
    "Drawing",
    "draw_charts",
    "draw_lineage",
    "figure_to_png",
    "figure_to_svg",
    "persona_colours",
    "persona_styles",
    "plot_attractiveness",
    "plot_comparison",
    "plot_differences",
    "plot_emotions",
    "plot_flows",
    "plot_heat",
    "plot_importance",
    "plot_lineage",
    "plot_map",
    "plot_needs",
    "plot_origins",
    "plot_prevalence",
    "plot_profile",
    "plot_sizes",
    "plot_solutions",
    "plot_times",
    "plot_typing",
]
