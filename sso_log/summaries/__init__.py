"""Figures made from approved entries: what was counted, out of what, and what is still waiting.

`scope` reads what a page is about from its address; `charts` turns figures into geometry.
"""
