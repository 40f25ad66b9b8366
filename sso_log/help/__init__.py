"""Words about the service that anyone may read: help by topic, accessibility, cookies.

It stands in the top row because its views carry the guards of `auth`, like all others.
"""
