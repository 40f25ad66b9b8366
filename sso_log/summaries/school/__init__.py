"""What happened at one school, as the block that stands on the school's own page.

The page belongs to `reference`, which may not know of entries; this registers a panel on it.
"""
