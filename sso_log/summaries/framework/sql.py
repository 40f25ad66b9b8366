"""What SQLite and PostgreSQL spell differently about instants."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class london_day(FunctionElement[dt.date]):  # noqa: N801 - named as it reads in a query
    """The day that it was in London at an instant."""

    name = "london_day"
    type = sa.Date()
    inherit_cache = True


class days_from(FunctionElement[int]):  # noqa: N801
    """Days from the first date to the second."""

    name = "days_from"
    type = sa.Integer()
    inherit_cache = True


class minutes_from(FunctionElement[int]):  # noqa: N801
    """Whole minutes from the first instant to the second."""

    name = "minutes_from"
    type = sa.Integer()
    inherit_cache = True


@compiles(london_day, "sqlite")
def _london_day_sqlite(element: london_day, compiler: Any, **kw: Any) -> str:
    # Only the last hour of a UTC day can be another day in London, and only in summer time:
    # from 01:00 UTC on the last Sunday of March until 01:00 UTC on the last Sunday of October.
    at = compiler.process(element.clauses, **kw)
    sunday = "'+24 days', 'weekday 0', '+1 hour'"
    begins = f"datetime({at}, 'start of year', '+2 months', {sunday})"
    ends = f"datetime({at}, 'start of year', '+9 months', {sunday})"
    return (
        f"(CASE WHEN substr({at}, 12, 2) = '23' AND {at} >= {begins} AND {at} < {ends} "
        f"THEN date({at}, '+1 hour') ELSE substr({at}, 1, 10) END)"
    )


@compiles(london_day)
def _london_day(element: london_day, compiler: Any, **kw: Any) -> str:
    at = compiler.process(element.clauses, **kw)
    return f"CAST({at} AT TIME ZONE 'Europe/London' AS DATE)"


@compiles(days_from, "sqlite")
def _days_sqlite(element: days_from, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(part, **kw) for part in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(days_from)
def _days(element: days_from, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(part, **kw) for part in element.clauses)
    return f"({second} - {first})"


@compiles(minutes_from, "sqlite")
def _minutes_sqlite(element: minutes_from, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(part, **kw) for part in element.clauses)
    return f"((strftime('%s', {second}) - strftime('%s', {first})) / 60)"


@compiles(minutes_from)
def _minutes(element: minutes_from, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(part, **kw) for part in element.clauses)
    seconds = "CAST(FLOOR(EXTRACT(EPOCH FROM {})) AS BIGINT)"
    return f"(({seconds.format(second)} - {seconds.format(first)}) / 60)"
