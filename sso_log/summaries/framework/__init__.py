"""Counting for the framework page, its drill-downs and `sso-log indicator`.

`rows_*` read a `question` from the database, once for all indicators; each module of `indicators`
declares one, with its count.
"""
