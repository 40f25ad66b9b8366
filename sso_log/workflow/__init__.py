"""The life of an entry, as data: see `states`."""
