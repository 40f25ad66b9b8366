"""Geometry of charts, worked out without a browser: figures in, coordinates out.

Each chart is a frozen record of numbers and words that a macro of `templates/components/charts`
draws as it stands. Colour is never the only carrier: values are written on or beside every mark.
"""
