"""Logs on Spark, on one machine or a cluster: the same contacts and the same account as DuckDB gives, to the last row.

Needs the extra ``spark``. Only `engine.opening` imports it.
"""

from personagen.engine.spark.engine import SparkEngine
from personagen.engine.spark.session import open_spark

__all__ = ["SparkEngine", "open_spark"]
