"""Counting for the framework page, its drill-downs and `sso-log indicator`.

`question` is what is asked; `rows_*` reads it from the database, once for all indicators of a
family; each family's module adds the rows up into `Figure`s; `registry` names them all. What an
indicator means is in `sso_log.framework`, and only there.
"""
