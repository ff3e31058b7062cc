"""One source, many outputs: Markdown with LaTeX maths for terminal, Typst, LaTeX, HTML and the ear.

Import from the modules: `source` (templates and printed values, for authors), `maths` (`parse_maths`), and one
module for each output: `terminal`, `typst`, `latex`, `html`, `spoken`. Nothing is imported here, so that
each user pays only for what it uses.
"""
