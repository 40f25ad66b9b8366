"""The schema of a database as its engine tells it: one line for each thing that is in it.

Two databases whose lines are the same hold the same tables, columns with type, length, default and
NOT NULL, keys with what happens on deletion, checks, indexes with their conditions, triggers and
functions. The order of columns and the quotes around names do not matter.
"""

import re

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

NOT_OURS = "alembic_version"
POSTGRESQL = {
    "column": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
            || CASE WHEN a.attidentity <> '' THEN ' IDENTITY ' || a.attidentity::text ELSE '' END
            || CASE WHEN a.attgenerated <> '' THEN ' GENERATED ' || a.attgenerated::text ELSE '' END
            || coalesce(' COLLATE ' || l.collname, '')
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace""",
    "constraint": """
        SELECT c.relname, x.conname, pg_get_constraintdef(x.oid, true)
        FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid
        WHERE x.connamespace = 'public'::regnamespace""",
    "index": """
        SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
    "trigger": """
        SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true) || ' ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace""",
    "function": """
        SELECT 'database', p.proname, pg_get_functiondef(p.oid)
        FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace""",
}


def lines_of(engine: Engine) -> list[str]:
    """Every line of a database's schema, in order."""
    with engine.connect() as connection:
        read = _sqlite if engine.dialect.name == "sqlite" else _postgresql
        return sorted(line for line in read(connection) if not line.startswith(NOT_OURS))


def differences(migrated: list[str], modelled: list[str]) -> list[str]:
    """What only one of two schemas has, each as a sentence that names the side."""
    missing = [f"the migrations lack:  {line}" for line in modelled if line not in migrated]
    extra = [f"the models lack:      {line}" for line in migrated if line not in modelled]
    return sorted(missing + extra, key=lambda sentence: sentence.partition(":")[2])


def _postgresql(connection: Connection) -> list[str]:
    return [
        f"{table} {kind} {name}: {_plain(text)}"
        for kind, query in POSTGRESQL.items()
        for table, name, text in connection.execute(sa.text(query))
    ]


def _sqlite(connection: Connection) -> list[str]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    lines = []
    for kind, name, table, statement in connection.execute(sa.text(query)):
        if kind != "table":
            lines.append(f"{table} {kind} {name}: {_plain(statement)}")
            continue
        opening, closing = statement.index("("), statement.rindex(")")
        options = _plain(statement[closing + 1 :])
        lines.append(f"{table} table: {options or 'plain'}")
        lines += [f"{table}: {_plain(part)}" for part in _parts(statement[opening + 1 : closing])]
    return lines


def _parts(body: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE: cut at the commas outside parentheses."""
    parts, depth, quoted = [""], 0, False
    for character in body:
        quoted ^= character == "'"
        depth += 0 if quoted else (character == "(") - (character == ")")
        if character == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _plain(text: str) -> str:
    """One line, one space between words, no quotes around names."""
    return re.sub(r"\s+", " ", text.replace('"', "")).strip()
