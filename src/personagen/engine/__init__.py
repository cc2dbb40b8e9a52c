"""The only door to DuckDB: reading logs in place, checking them, running expressions.

What is computed from contacts belongs to `journeys`.
"""
