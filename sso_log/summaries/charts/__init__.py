"""Geometry of charts: figures in, coordinates and words out, which macros draw as they stand.

Colour is never the only carrier: values are written on or beside every mark.
"""
