"""Somebody's own figures: what they logged, what it was, and what became of it."""
