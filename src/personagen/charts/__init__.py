"""One function a chart: plot_*(table, words) -> Figure. Computes nothing, saves nothing.
"""
