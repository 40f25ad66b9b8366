"""Two functions of a date that SQLite and PostgreSQL spell differently."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class monday_of(FunctionElement[dt.date]):  # noqa: N801 - named as it reads in a query
    """The Monday of the week that a date is in."""

    name = "monday_of"
    type = sa.Date()
    inherit_cache = True


class month_of(FunctionElement[dt.date]):  # noqa: N801 - named as it reads in a query
    """The first day of the month that a date is in."""

    name = "month_of"
    type = sa.Date()
    inherit_cache = True


@compiles(monday_of, "sqlite")
def _monday_sqlite(element: monday_of, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, 'weekday 0', '-6 days')"


@compiles(monday_of)
def _monday(element: monday_of, compiler: Any, **kw: Any) -> str:
    return f"CAST(date_trunc('week', {compiler.process(element.clauses, **kw)}) AS DATE)"


@compiles(month_of, "sqlite")
def _month_sqlite(element: month_of, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, 'start of month')"


@compiles(month_of)
def _month(element: month_of, compiler: Any, **kw: Any) -> str:
    return f"CAST(date_trunc('month', {compiler.process(element.clauses, **kw)}) AS DATE)"
