"""What SQLite and PostgreSQL spell differently about days and instants: a function for each."""

from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# Only the last hour of a UTC day can be another day in London, and only in summer time: from 01:00
# UTC on the last Sunday of March until 01:00 UTC on the last Sunday of October.
_SUNDAY = "'+24 days', 'weekday 0', '+1 hour'"
_SECONDS = "CAST(FLOOR(EXTRACT(EPOCH FROM {})) AS BIGINT)"


class Spelled(FunctionElement[Any]):
    """A function with its spelling on each engine; `{0}` and `{1}` stand for its arguments."""

    sqlite: ClassVar[str]
    postgresql: ClassVar[str]


@compiles(Spelled)
def _spell(element: Spelled, compiler: Any, **kw: Any) -> str:
    arguments = (compiler.process(part, **kw) for part in element.clauses)
    is_sqlite = compiler.dialect.name == "sqlite"
    return (element.sqlite if is_sqlite else element.postgresql).format(*arguments)


class monday_of(Spelled):  # noqa: N801 - named as it reads in a query
    """The Monday of the week that a date is in."""

    type = sa.Date()
    inherit_cache = True
    sqlite = "date({0}, 'weekday 0', '-6 days')"
    postgresql = "CAST(date_trunc('week', {0}) AS DATE)"


class month_of(Spelled):  # noqa: N801
    """The first day of the month that a date is in."""

    type = sa.Date()
    inherit_cache = True
    sqlite = "date({0}, 'start of month')"
    postgresql = "CAST(date_trunc('month', {0}) AS DATE)"


class london_day(Spelled):  # noqa: N801
    """The day that it was in London at an instant."""

    type = sa.Date()
    inherit_cache = True
    sqlite = (
        "(CASE WHEN substr({0}, 12, 2) = '23' "
        f"AND {{0}} >= datetime({{0}}, 'start of year', '+2 months', {_SUNDAY}) "
        f"AND {{0}} < datetime({{0}}, 'start of year', '+9 months', {_SUNDAY}) "
        "THEN date({0}, '+1 hour') ELSE substr({0}, 1, 10) END)"
    )
    postgresql = "CAST({0} AT TIME ZONE 'Europe/London' AS DATE)"


class days_from(Spelled):  # noqa: N801
    """Days from the first date to the second."""

    type = sa.Integer()
    inherit_cache = True
    sqlite = "CAST(julianday({1}) - julianday({0}) AS INTEGER)"
    postgresql = "({1} - {0})"


class minutes_from(Spelled):  # noqa: N801
    """Whole minutes from the first instant to the second."""

    type = sa.Integer()
    inherit_cache = True
    sqlite = "((strftime('%s', {1}) - strftime('%s', {0})) / 60)"
    postgresql = f"(({_SECONDS.format('{1}')} - {_SECONDS.format('{0}')}) / 60)"
