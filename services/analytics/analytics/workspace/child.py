"""The child that asks DuckDB: python -I -m analytics.workspace.child, the question as JSON on its standard input,
which may come long after it has begun (spare.py). It answers one and ends.

It knows no secret (its environment is empty), is bounded in memory and time, and writes no file. DuckDB is shut off
from files, network and extensions but for the files of the views it was handed, and those no query can name
(grammar.py).
Answers a line of JSON, then the rows as lines of JSON or as a file.
"""

import json
import resource
import sys
import time
from typing import Any

from analytics.dataset.sql import listed, quoted
from analytics.workspace import grammar, rendering
from analytics.workspace.collecting import expect_rows_apart
from analytics.workspace.ending import CODES
from analytics.workspace.engine import duckdb
from analytics.workspace.grammar import Reading, Refused

OVERHEAD = 3 << 30
"""Addresses beside what DuckDB may fill: code, stacks of threads, files mapped."""
THREADS = 2
LEAST_MB = 256
BARRIERS = ("where_clause", "qualify", "having")
ZONE = "Asia/Ho_Chi_Minh"
Connection = duckdb.DuckDBPyConnection


def shut() -> None:
    """No file grows, no core, no further process."""
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))


def confine(asked: dict[str, Any]) -> None:
    """What runs on, or takes too much, is ended by the kernel."""
    most = (int(asked["memory_mb"]) << 20) + OVERHEAD
    seconds = int(asked["seconds"] * THREADS) + 5 + int(time.process_time())
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def connected() -> Connection:
    """Its threads begin here, before the process may have no more of them."""
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": f"{LEAST_MB}MB",
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
    )
    connection.execute(f"SET TimeZone = '{ZONE}'")
    parsed(connection, "SELECT 1")  # what reads a query is there before one comes
    return connection


def allow(connection: Connection, asked: dict[str, Any]) -> None:
    """The files of the views, and nothing else outside."""
    connection.execute(f"SET memory_limit = '{int(asked['memory_mb'])}MB'")
    files = [file for view in asked["views"].values() for file in view["files"]]
    connection.execute(f"SET allowed_paths = {listed(files)}")
    connection.execute("SET enable_external_access = false")


def parsed(connection: Connection, sql: str) -> dict[str, Any]:
    found = connection.execute(
        "SELECT json_serialize_sql(?::VARCHAR, skip_null := true, skip_empty := true, skip_default := true)", [sql]
    ).fetchone()
    told: dict[str, Any] = json.loads(found[0]) if found else {}
    return told


def prepare(connection: Connection, asked: dict[str, Any]) -> tuple[Reading, str]:
    """The views the query uses, and the query as it was understood, without its comments."""
    tree = parsed(connection, asked["sql"])
    rows = connection.execute("SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()")
    internal = [str(name) for (name,) in rows.fetchall()]
    reading = grammar.read(tree, list(asked["views"]), internal, list(asked["values"]))
    if asked["limited"]:
        expect_rows_apart(tree)
    for name in sorted(reading.tables):
        _hand(connection, name, asked["views"][name]["sql"], reading)
    connection.execute("SET lock_configuration = true")
    again = connection.execute("SELECT json_deserialize_sql(json_serialize_sql(?::VARCHAR))", [asked["sql"]]).fetchone()
    return reading, str(again[0]) if again else ""


def _hand(connection: Connection, name: str, sql: str, reading: Reading) -> None:
    """A view that leaves rows out is read before the query runs: no condition of the query meets a row left out, so
    that none of them can be told by how the query fails.
    """
    if any(key in part for part in grammar.parts(parsed(connection, sql)) for key in BARRIERS):
        columns = [str(row[0]) for row in connection.execute(f"DESCRIBE {sql}").fetchall()]
        wanted = columns if reading.whole else [one for one in columns if one.casefold() in reading.words]
        shown = ", ".join(quoted(one) for one in wanted or columns[:1])
        connection.execute(f"CREATE TEMP TABLE {quoted(name)} AS SELECT {shown} FROM ({sql})")  # noqa: S608 - the view's own words
    else:
        connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS {sql}")


def answer(connection: Connection, asked: dict[str, Any]) -> None:
    reading, sql = prepare(connection, asked)
    used = {name: asked["values"][name] for name in reading.parameters}
    connection.execute(sql, used or None)
    rendering.write(connection, asked, sys.stdout.buffer)


def tell(state: str, reason: str = "", name: str = "") -> None:
    """Nothing of a value ever: the words of an error of the engine may hold one, so only those about names pass on."""
    sys.stdout.buffer.write(json.dumps({"state": state, "reason": reason, "name": name[:300]}).encode() + b"\n")


def main() -> None:
    connection = connected()
    shut()
    asked = json.load(sys.stdin.buffer)
    try:
        allow(connection, asked)
        confine(asked)
        answer(connection, asked)
    except Refused as refused:
        tell("refused", refused.reason, refused.name)
    except (duckdb.OutOfMemoryException, MemoryError):
        tell("memory")
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        tell("wrong", "names", str(error).partition("\n")[0].partition(": ")[2])
    except duckdb.ParserException as error:
        tell("refused", "syntax", str(error).partition("\n")[0].partition(": ")[2])
    except rendering.TooLong:
        sys.exit(CODES["long"])
    except rendering.TooMuch:
        sys.exit(CODES["large"])
    except (duckdb.DataError, duckdb.InvalidInputException):
        tell("value")
    except duckdb.Error:
        tell("failed")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
