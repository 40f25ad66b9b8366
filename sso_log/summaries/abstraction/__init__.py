"""Abstraction: how much of officers' time is taken away, and what that costs schools.

`rules` is the arithmetic (pure), `queries` asks the database, `figures` gives the indicators A1
and A3 to A6, `tables` and `page` shape what is shown, `views` serves it.
"""
