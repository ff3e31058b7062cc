"""Every code that an outcome may carry, with its meaning in one line: stable names for statistics.

A test holds that no judge gives another code, and that each of these is given by some row of the tables.
Imports nothing of the kinds.
"""

from __future__ import annotations

from quizgen.errors import QuizgenError

VERDICTS: dict[str, str] = {
    # any kind
    "correct": "right",
    "follows": "right for the learner's own answer to an earlier part",
    "incorrect": "wrong, and nothing more is certain",
    "partial": "some entries, values or fields are right",
    "undecided": "equality could not be settled: the learner judges",
    "undecided:timeout": "judging took too long and was stopped",
    "word": "a word where a value is right, a value where a word is right, or another word",
    "type": "another kind of thing than asked for, such as a set for a number",
    "shape": "another number of rows, columns or coordinates",
    "count": "another number of values, vectors or pieces",
    "undefined": "has no real value",
    "equal-not-in-form": "the right value, but not in the form asked for",
    "readable": "only reading was asked for, and the reply could be read",
    # numbers and expressions
    "sign": "exactly the negative",
    "reciprocal": "exactly the reciprocal",
    "percent": "off by a factor of 100",
    "rounding": "the right value with too few digits, cut off, or rounded where exact is asked for",
    "rounded-early": "off by so little that digits were dropped on the way",
    "conjugate": "the complex conjugate",
    "factor": "off by a constant factor",
    "term": "a term is missing, or one too many",
    "angle-unit": "degrees for radians, or the reverse",
    "log-base": "a logarithm of another base",
    "domain": "equal only where both have real values",
    "constant": "an antiderivative whose constant does not reach all of them",
    "constant-missing": "the antiderivative without its constant of integration",
    # vectors, matrices, spaces
    "transposed": "exactly the transpose",
    "zero-vector": "the zero vector, where it cannot be",
    "orientation": "the opposite direction",
    "not-unit": "the right direction, but not of length one",
    "outside": "a vector that does not lie in the space",
    "dependent": "linearly dependent vectors",
    "too-small": "the vectors span only a part of the space",
    "not-orthonormal": "a basis of the space, but not an orthonormal one",
    "point": "the point of an affine set is none of its points",
    "direction": "a direction that leads out of the affine set",
    "dimension": "only a part of the affine set",
    "particular-only": "one solution where there are more",
    "is-empty": "solutions, where there is none",
    "not-empty": "no solution, where there is one",
    "product": "the factors do not give the matrix",
    # sets, intervals, conditions
    "incomplete": "values, fields or equations are missing",
    "extra": "values that do not belong",
    "multiplicity": "the right values, but not as often",
    "order": "the right things in a wrong order",
    "brackets": "the right values in brackets that mean another thing",
    "end-type": "the right ends, open instead of closed or the reverse",
    "complement": "everything else",
    "reversed": "the inequality the wrong way round",
    "strictness": "right but for whether equality is allowed",
    "not-solved": "equivalent to the answer, but not solved for the variable",
    "always-true": "an equation that says nothing",
    "never-true": "an equation without solutions",
    "condition": "a condition that does not hold for the reply",
    # choice, ordering, truth
    "missing": "more options are right, or a line is left out",
    "distractor": "a line that does not belong",
    "true-statement": "said to be false, and it is true",
    "false-statement": "said to be true, and it is false",
    "witness-missing": "false without a counterexample or reason",
    "hypothesis": "an example that does not meet a hypothesis",
    "not-a-counterexample": "an example for which the claim holds",
    "reason": "false, but not for that reason",
    # code
    "value": "a result with other values",
    "dtype": "a result with another kind of numbers",
    "nothing": "the function returns nothing",
    "exception": "the code raises an exception",
    "timeout": "the code does not finish in time",
    "memory": "the code asks for too much memory",
    "peak-memory": "the right result, with more memory on the way than allowed",
    "mutates-input": "the right result, but the input is changed",
    "output": "the code prints without end",
    "crash": "the process of the code ended before its time",
    "forbidden": "the code uses what it has to do without",
    "not-allowed": "the code reaches for files, processes or the network",
    "sandbox": "the code could not be run here",
}

UNREADABLE: dict[str, str] = {
    "empty": "nothing was typed or chosen",
    "syntax": "is not of the language",
    "bracket": "a bracket is missing or closes another one",
    "character": "a character that is not read",
    "number": "is not a number as it is written",
    "operator": "an operator where none can stand",
    "operand": "something is missing beside an operator",
    "separator": "a comma or semicolon where none can stand",
    "function": "a function without its argument or brackets, or in an unknown form",
    "arguments": "a function with too many or too few arguments",
    "unknown-name": "a name that the question does not have",
    "words": "words that are no answer",
    "word": "a word where a value is asked for",
    "ragged": "rows of different lengths",
    "too-long": "longer than is read",
    "too-deep": "more brackets inside one another than are read",
    "too-large": "numbers too large to compute with",
    "division-by-zero": "divides by zero",
    "undefined": "a constant that has no real value",
    "infinite": "calculates with infinity",
    "irrational": "a root where only rational numbers are read",
    "shape": "shapes that do not fit together",
    "count": "several values where one is asked for, or the reverse",
    "not-a-value": "another kind of thing than the value asked for",
    "not-a-relation": "a condition is asked for",
    "not-an-equation": "an equation is asked for",
    "not-an-inequality": "an inequality is asked for",
    "not-an-interval": "an interval is asked for",
    "not-solved": "a condition that cannot be solved here: intervals are asked for",
    "order": "an interval whose upper end comes first",
    "names": "a condition in other names than the one asked for",
    "name-twice": "a name is given two values",
    "name-missing": "a name is given no value",
    "not-worked-out": "the work with vectors or matrices is left to be done",
    "parameter": "a parameter that is not linear",
    "relation": "an unknown that is not given by an equation of its own",
    "missing": "it is not said what an unknown is",
    "which": "a word that does not say which vectors are meant",
    "two-readings": "2e-1, where 2*e - 1 would be worth more than 2/10",
    "unclear-set": "a set whose name books use in two ways, such as ℝ₊",
    "option": "is not the name of an option",
    "range": "there is no option of that number",
    "repeat": "a line stands there twice",
    "no-function": "the function asked for is not defined",
}
"""Behind "unreadable:"."""

FAMILIES: dict[str, str] = {
    "misconception": "a typical mistake, by the id of its mal-rule",
    "structure": "a factor without the structure asked for",
    "unreadable": "cannot be read: costs nothing and is not logged as a review",
}
"""Codes before a colon."""


def meaning(code: str) -> str:
    """The meaning of a code in one line. Raises QuizgenError for a code that is none."""
    if code in VERDICTS:
        return VERDICTS[code]
    family, _, rest = code.partition(":")
    if family == "unreadable" and rest in UNREADABLE:
        return UNREADABLE[rest]
    if family in ("misconception", "structure") and rest:
        return f"{FAMILIES[family]}: {rest}"
    raise QuizgenError(f"{code!r} is no code of an outcome")
