"""The demo force: an invented force from a seed, with weeks of entries in every state.

Everybody and every school here is invented. The entries go through the same rules as any other
and are then written in bulk; nothing outside this slice knows that it exists.
"""
