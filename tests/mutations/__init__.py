"""Right answers changed in one place, and right answers written another way, for every exercise of the bank.

`python -m tests.mutations --seeds 50` runs all and prints the counts; `tests/bank/test_mutations.py` runs a few.

evaluate.py   what a tree is worth: a second opinion, sharing no code with quizgen's comparison
second.py     is a reply right? By definition, for each kind
slips.py      trees with one slip
rewrites.py   trees that say the same in another way
symbolic.py   expressions expanded and factored by sympy
code.py       functions with one slip, and in another layout
cases.py      wrong and equal replies for an answer of any kind
run.py        every exercise, level and seed
"""
