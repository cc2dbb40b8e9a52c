"""Intervals, tests and corrections: thin over scipy, statsmodels and lifelines.
"""
