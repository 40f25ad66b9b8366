"""Figures made from approved entries: what was counted, out of what, and what is still waiting.

`scope` reads what a page is about from its address, for every page here. Each subject has a
folder of its own; `charts` turns figures into geometry. Nothing here changes an entry.
"""
