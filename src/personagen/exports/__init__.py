"""One module for each export format: its file to a plain text table; finding out how a file is written.

Interpreting the cells belongs to `ingest`.
"""
