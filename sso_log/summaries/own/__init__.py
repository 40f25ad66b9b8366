"""Somebody's own figures: what they logged, what it was, and what became of it.

Nothing here tells one officer from another. Every share is worked out by what the abstraction
summary and the framework use, for a scope narrowed to one person.
"""
