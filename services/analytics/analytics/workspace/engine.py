"""DuckDB by itself. Its package loads ways to build queries in Python around it: half of the start of a child."""

import _duckdb as duckdb

__all__ = ["duckdb"]
