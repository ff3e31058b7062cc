"""Sheets and exams: problems printed in any format, marked from what was written down when they were made.

`document.py` is the data that every printer takes; `pdf.py tex.py web.py plain.py` print it; `choose.py` picks the
problems of a sheet. Exams: `blueprint.py` and `roster.py` are read, `variants.py` draws, `build.py` writes a folder
with its `manifest.py`, `marking.py`, `amend.py` and `items.py` work from the manifest alone.
"""
