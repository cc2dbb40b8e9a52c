"""Intervals, tests and corrections: thin over scipy, statsmodels and lifelines.

Numbers in, numbers out. Nothing here knows personas, phases or tables of the run. Import from the modules: they load
scipy, statsmodels and lifelines only where those are needed.
"""
