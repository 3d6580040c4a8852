"""Carries out a series of SQL statements in one call to the thread of a connection."""

import sqlite3
from typing import Any, Final

SERIES: Final = "-- one after the other"
"""Stands in place of SQL where the parameters are statements themselves."""


class _Gathered(sqlite3.Cursor):
    """What several queries gave, in place of rows."""

    def __init__(self, connection: sqlite3.Connection, gathered: list[list[Any]]) -> None:
        super().__init__(connection)
        self._gathered = gathered

    def fetchall(self) -> list[Any]:
        """The rows of each query, in order."""
        return self._gathered


class SeriesConnection(sqlite3.Connection):
    """A connection that takes a series of statements as if they were one.

    aiosqlite hands every call over to a thread and wakes the event loop for every answer. That
    takes longer than most statements of the books do.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Carry out one statement; or SERIES, whose parameters are queries with their own."""
        if sql != SERIES:
            return super().execute(sql, parameters)
        ask = super().execute
        return _Gathered(self, [ask(*query).fetchall() for query in parameters])

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        """Carry out one statement with many rows; or SERIES, whose rows are such statements."""
        if sql != SERIES:
            return super().executemany(sql, parameters)
        cursor = self.cursor()
        for statement, rows in parameters:
            cursor.executemany(statement, rows)
        return cursor
