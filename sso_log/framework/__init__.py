"""The performance framework below the entries: definitions, rules and statistics, all pure.

Nothing in this package reads the database, the clock or the web. What is counted, and where the
entries come from, is decided above it, in `summaries`.
"""
