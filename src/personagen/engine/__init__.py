"""The only door to DuckDB and Spark: reading logs in place, checking them, running expressions.

What is computed from contacts belongs to `journeys`.
"""

from personagen.engine.account import LogAccount
from personagen.engine.contacts import Contacts
from personagen.engine.files import is_parquet
from personagen.engine.interface import Engine, passing
from personagen.engine.opening import open_engine
from personagen.engine.zones import utc_offsets

__all__ = ["Contacts", "Engine", "LogAccount", "is_parquet", "open_engine", "passing", "utc_offsets"]
