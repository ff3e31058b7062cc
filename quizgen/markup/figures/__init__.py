"""How figures are drawn: geometry shared by all outputs, and one small file for each output.

`geometry`, `scale`, `room`, `words` and `graph` know no output; `terminal` draws on `canvas`; `scene` turns a figure
into strokes and texts on a page, which `svg` and `typst` print. Nothing is imported here.
"""
