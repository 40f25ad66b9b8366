"""Deciding what officers log: the inbox, one entry at a time or many, and the team at a glance."""
