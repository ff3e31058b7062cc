"""Accept / refuse / unreadable / partial: what every kind that compares values says to a reply.

One row: the answer, the reply, the outcome, the code. Written from the semantics in the docstrings of the
kinds, refusals first. Other implementations (and other kinds: table_structural.py) are run over rows like these.
"""

from __future__ import annotations

from typing import NamedTuple

from quizgen.answers.base import Answer
from quizgen.answers.expression import ExpressionAnswer as Ex
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer


class Example(NamedTuple):
    """One row of the table."""

    answer: Answer
    reply: str
    outcome: str
    code: str


ROWS: list[Example] = []


def refuse(answer: Answer, *replies: str, code: str = "incorrect") -> None:
    """Rows of wrong replies."""
    ROWS.extend(Example(answer, reply, "incorrect", code) for reply in replies)


def partial(answer: Answer, *replies: str, code: str = "partial") -> None:
    """Rows of replies that are right in part: not accepted."""
    ROWS.extend(Example(answer, reply, "partial", code) for reply in replies)


def unreadable(answer: Answer, code: str, *replies: str) -> None:
    """Rows of replies that cost nothing."""
    ROWS.extend(Example(answer, reply, "unreadable", code) for reply in replies)


def accept(answer: Answer, *replies: str) -> None:
    """Rows of right replies."""
    ROWS.extend(Example(answer, reply, "correct", "correct") for reply in replies)


# --- numbers -----------------------------------------------------------------------------------------------

THIRD = NumberAnswer("1/3")
refuse(THIRD, "0.333333333333333", "0.33", ".3", "33%", "33.3%", code="rounding")
refuse(THIRD, "-1/3", "1/(-3)", "-2/6", code="sign")
refuse(THIRD, "3", "3/1", "sqrt(9)", code="reciprocal")
refuse(THIRD, "1/3 + 10^-7", "32%", "2/3", "1/2", "0", "inf", "pi/9", "e^-1", "333/1000 + 0.0001")
refuse(THIRD, "sqrt(-1)", "ln(0)", "ln(-2)", "asin(2)", "i", "(-1)^(1/2)", "2+3i", code="undefined")
refuse(THIRD, "none", "infinitely many", "all", "no solution", code="word")
unreadable(THIRD, "division-by-zero", "1/0", "1/(2-2)", "0^-1", "1/sin(0)")
unreadable(THIRD, "too-large", "9^9^9", "(10^300)!", "sin(10^(10^6))", "2^(10^5)", "binom(10^6, 10^5)")
unreadable(THIRD, "not-a-value", "{1/3}", "1/3 < 1", "(0, 1]")
unreadable(THIRD, "count", "(1/3, 2/3)", "[1/3, 2/3]")
unreadable(THIRD, "separator", "1/3; 2/3")
unreadable(THIRD, "empty", "", "   ")
unreadable(THIRD, "shape", "[1, 2; 3, 4]")
unreadable(
    THIRD, "not-worked-out", "det([1, 2; 3, 4])", "rank 2", "norm([1/3, 0])", "[1, 0][1/3; 0]", "1/tr([1, 2; 3, 2])"
)
accept(THIRD, "1/3", "2/6", "3^-1", "1/2 - 1/6", "x = 1/3", "(1/3)", "[1/3]", r"\frac{1}{3}", "1 / 3", "cbrt(1/27)")
accept(THIRD, "binom(3, 1)/3!^1.5*6^0.5*2/3", "min(1/3, 1/2)", "|-1/3|", "floor(1.9)/ceil(2.1)")

unreadable(THIRD, "operand", ">= 1/3", "≥ 1/3", "< 1/3")
CUBE_ROOT = NumberAnswer("29^(1/3)")
refuse(CUBE_ROOT, "root(29, 2)", "root(2, 29)")
accept(CUBE_ROOT, "root(3, 29)", "root(29, 3)", "nthroot(29, 3)")

EULER = NumberAnswer("2*e - 2")
refuse(EULER, "2e-3", "2e+2", "2.0e-2", "0.02")
unreadable(EULER, "two-readings", "2e-2", "x = 2E-2", "(4e-4)/2")
accept(EULER, "2e - 2", "2 e-2", "2*e-2", "-2+2e")
refuse(NumberAnswer("1/50"), "2e - 2", "2e-3")
accept(NumberAnswer("1/50"), "2e-2", "2E-2")

SEVENTEEN = NumberAnswer("-17")
refuse(SEVENTEEN, "17", "+17", "|-17|", code="sign")
refuse(SEVENTEEN, "-17.0000001", "-16", "-18", "-1.7", "-170", "10")
refuse(SEVENTEEN, "-17.5", "-17.01")
accept(SEVENTEEN, "-17", "−17", "-17.0", "-17.000", "-1.7e1", "-34/2", "3 - 20", "-(17)", "- 17", "y=-17")

ROOT = NumberAnswer("sqrt(2)")
refuse(ROOT, "1.41421356237309504880168872420969807856967187537694", "1.41", "1.4142136", code="rounding")
refuse(ROOT, "-sqrt(2)", "-2/sqrt(2)", "-2^0.5", code="sign")
refuse(ROOT, "1/sqrt(2)", "sqrt(2)/2", "2^(-1/2)", code="reciprocal")
refuse(ROOT, "sqrt(3)", "2", "2sqrt(2)", "sqrt(2)+10^-30", "2^(1/3)", "99/70")
accept(ROOT, "sqrt(2)", "2/sqrt(2)", "2^(1/2)", "2^0.5", "√2", "sqrt(8)/2", "sqrt(6)/sqrt(3)", "e^(ln(2)/2)")
accept(ROOT, "sqrt(3+2sqrt(2)) - 1", "2 sin(pi/4)", r"\sqrt{2}", "|sqrt(2)|", "root(4, 4)")

LOG = NumberAnswer("ln(2)")
refuse(LOG, "log10(2)", "log2(e)*2", "ln(3)", "ln(2)+1e-12")
refuse(LOG, "log2(e)", code="reciprocal")
refuse(LOG, "ln(1/2)", "-ln 2", code="sign")
accept(LOG, "ln 2", "log(2)", "ln(4)/2", "-ln(1/2)", "ln(6)-ln(3)", "atanh(3/5)", "1/log2(e)", "ln(2.0)")

PLACES = NumberAnswer("2/3", decimals=3)
refuse(PLACES, "0.6", "0.7", "0.67", "0.66", "0.666", code="rounding")
refuse(PLACES, "0.665", "0.668", "1.667", "0.66733", "0.6661")
refuse(PLACES, "-0.667", "-2/3", code="sign")
accept(PLACES, "0.667", "0.6667", "0.66666667", "2/3", ".667", "6.67e-1", "4/6", "0.6670", "0.6668", "66.7%")

EXACT_PLACES = NumberAnswer("1/2", decimals=3)
refuse(EXACT_PLACES, "0.501", "0.499", "0.6", "0.4", "1", "0.51")
accept(EXACT_PLACES, "0.5", "0.500", "1/2", "0.50", "0.5004", "50%", "5e-1")

TIE = NumberAnswer("1/8", decimals=2)
refuse(TIE, "0.11", "0.14", "0.2")
refuse(TIE, "0.1", code="rounding")
accept(TIE, "0.12", "0.13", "0.125", "1/8")

FIGURES = NumberAnswer("5/2", significant=3)
refuse(FIGURES, "2.5", code="rounding")
refuse(FIGURES, "2.6", "3", "2.51", "2.49", "25", "0.250")
accept(FIGURES, "2.50", "2.500", "5/2", "2.504", "2.50e0")

PLANCK = NumberAnswer("0.0123456", significant=3)
refuse(PLANCK, "0.0124", "0.02", "0.0122")
refuse(PLANCK, "0.012", "0.01", code="rounding")
accept(PLANCK, "0.0123", "1.23e-2", "0.01235", "0.01234")

SHARE = NumberAnswer("1/4", percent=True)
refuse(SHARE, "0.25", "1/4", "0.25%", "2500", code="percent")
refuse(SHARE, "20", "75%", "26", "24.9%")
refuse(SHARE, "-25", code="sign")
accept(SHARE, "25", "25%", "25 %", "25.0", "100/4", "(50/2)", "100/8 + 12.5")

TOLERANT = NumberAnswer("9.81", tolerance="0.02")
refuse(TOLERANT, "9.84", "9.78", "9.8301", "98.1", "0")
refuse(TOLERANT, "-9.81", code="sign")
accept(TOLERANT, "9.8", "9.83", "9.79", "9.81", "981/100")

RELATIVE = NumberAnswer("1000", relative="0.01")
refuse(RELATIVE, "989", "1011", "100", "1")
accept(RELATIVE, "990", "1010", "1e3", "995.5")

DIVERGES = NumberAnswer("inf")
refuse(DIVERGES, "-inf", "-oo", code="sign")
refuse(DIVERGES, "0", "10^100", "1")
refuse(DIVERGES, "none", code="word")
accept(DIVERGES, "inf", "oo", "infinity", "∞", "+inf", r"\infty")

NO_LIMIT = NumberAnswer("none")
refuse(NO_LIMIT, "0", "1/2", "inf", "infinitely many", code="word")
accept(NO_LIMIT, "none", "none exists", "does not exist", "DNE", "no solution")

# --- expressions -------------------------------------------------------------------------------------------

LINEAR = Ex("2*x", ("x",))
refuse(
    LINEAR, "3x", "2x+1", "2", "x^2", "2x + 1e-9 x", "2|x|", "max(2x, 0)", "x", "2.0000001x", "2x+sin(x)-sin(x)x/x+x"
)
refuse(LINEAR, "-2x", "-(x+x)", code="sign")
refuse(LINEAR, "sqrt(-1)", "ln(-1-x^2)", "sqrt(-x^2-3)", code="undefined")
refuse(LINEAR, "none", code="word")
unreadable(LINEAR, "division-by-zero", "1/0", "2x/0", "2x/(x-x)")
unreadable(LINEAR, "unknown-name", "2y", "x = z", "2x + t")
unreadable(LINEAR, "not-a-value", "2x < 1", "{2x}", "2x = 2x")
accept(
    LINEAR, "2x", "x+x", "2*x", "x*2", "f'(x) = 2x", "y = 2x", "dy/dx = 2x", "2x^2/x", "4x/2", "x·2", "(x+1)^2-x^2-1"
)
accept(LINEAR, "6x/3", "2 x", "ln(e^(2x))", "2x + 0", "s = 2x", r"2\cdot x", "(2x)")

ABSOLUTE = Ex("sqrt(x^2)", ("x",))
refuse(ABSOLUTE, "sqrt(x)^2", "sqrt(x) sqrt(x)", code="domain")
refuse(ABSOLUTE, "x", "-x", "(x^2)^(1/4)", "x^2/x", "sign(x)")
accept(ABSOLUTE, "|x|", "abs(x)", "sqrt(x*x)", "max(x, -x)", "x sign(x)", "relu(x) + relu(-x)", "(x^4)^(1/4)")

POSITIVE = Ex("2*ln(x)", ("x",), domain={"x": "positive"})
refuse(POSITIVE, "ln(2x)", "ln(x)^2", "ln(x)", "2 ln(x) + 0.0001", "2log10(x)")
accept(POSITIVE, "ln(x^2)", "2 ln x", "2log(x)", "ln x + ln x", "2 ln|x|", "4 ln(sqrt(x))", "ln(x^3/x)")

ON_REALS = Ex("ln(x^2)", ("x",))
refuse(ON_REALS, "ln(x)^2", "2 ln(x^2)", "2 ln(x) + 1", "ln(x)")
refuse(ON_REALS, "2 ln x", "2 ln(-x)", "ln x + ln x", "4 ln(sqrt(x))", code="domain")
accept(ON_REALS, "2 ln|x|", "ln(|x|^2)", "ln(x*x)", "4 ln(sqrt(|x|))")

SIGMOID = Ex("1/(1+e^(-x))", ("x",))
refuse(SIGMOID, "1/(1+e^x)", "e^(-x)/(1+e^(-x))", "1/(1-e^(-x))", "1+e^(-x)", "tanh(x)", "1/(1+e^(-2x))")
accept(
    SIGMOID, "sigmoid(x)", "e^x/(1+e^x)", "1 - sigmoid(-x)", "(1+tanh(x/2))/2", "1/2 + tanh(x/2)/2", "(1+exp(-x))^-1"
)

TRIG = Ex("sin(2*x)", ("x",))
refuse(TRIG, "2 sin x", "sin(x)^2", "2 sin(x) cos(x) + 10^-10", "cos(2x)", "sin(2x+2)", "sin(2x)/2")
accept(TRIG, "2 sin(x) cos(x)", "2 sin x cos x", "sin(2x + 2pi)", "cos(2x - pi/2)", "2 tan(x)/(1+tan(x)^2)")

TWO = Ex("x^2 - y^2", ("x", "y"))
refuse(TWO, "(x-y)^2", "x^2+y^2", "x^2 - y", "(x+y)(x+y)", "x - y", "|x^2 - y^2|")
refuse(TWO, "y^2 - x^2", "(y-x)(y+x)", code="sign")
accept(TWO, "(x-y)(x+y)", "x^2-y^2", "(x+y)(x-y)", "-(y^2-x^2)", "x*x - y*y", "-y^2+x^2", "xx - yy")

RADICALS = Ex("sqrt(a*b)", ("a", "b"), domain={"a": "positive", "b": "positive"})
refuse(RADICALS, "sqrt(a) + sqrt(b)", "a b", "sqrt(a + b)", "sqrt(a) b", "(a b)^2")
accept(RADICALS, "sqrt(a)sqrt(b)", "(ab)^(1/2)", "sqrt(ab)", "ab/sqrt(ab)", "e^((ln a + ln b)/2)")

ENTROPY = Ex("-p*ln(p) - (1-p)*ln(1-p)", ("p",), domain={"p": "(0, 1)"})
refuse(ENTROPY, "p ln p + (1-p) ln(1-p) + 1", "-p ln p", "-p ln p - (1-p) ln p", "-ln p - ln(1-p)", "2p(1-p)")
refuse(ENTROPY, "p ln p + (1-p) ln(1-p)", code="sign")
accept(ENTROPY, "p ln(1/p) + (1-p) ln(1/(1-p))", "-(p ln p + (1-p) ln(1-p))", "-ln(1-p) + p ln((1-p)/p)")

WHOLE = Ex("n*(n+1)/2", ("n",), domain={"n": "natural"})
refuse(WHOLE, "n(n-1)/2", "n^2/2", "(n+1)!/2", "n", "2^n - 1")
accept(WHOLE, "(n^2+n)/2", "binom(n+1, 2)", "n^2/2 + n/2", "(n+1)!/(2(n-1)!)", "n + n(n-1)/2")

SIGNS = Ex("(-1)^n", ("n",), domain={"n": "integer"})
refuse(SIGNS, "1", "-1", "(-1)^(2n)", "1 - 2n")
refuse(SIGNS, "(-1)^(n+1)", "-(-1)^n", code="sign")
accept(SIGNS, "cos(pi n)", "(-1)^(-n)", "(-1)^(n+2)", "1/(-1)^n", "2(n/2 - floor(n/2)) (-2) + 1")

ANY_C = Ex("x^3/3", ("x",), constant="required")
refuse(ANY_C, "x^3/3", "x^3/3 + 5", "x^3/3 - pi", code="constant-missing")
refuse(ANY_C, "x^2 + C", "3x^3 + C", "x^3/3 + Cx", "C x^3/3", "x^3 + C", "C")
refuse(ANY_C, "-x^3/3 + C", code="sign")
refuse(ANY_C, "x^3/3 + C^2", "x^3/3 + C - C", "x^3/3 + e^C", "x^3/3 + C + k", code="constant")
accept(ANY_C, "x^3/3 + C", "x^3/3 + c", "C + x^3/3", "F(x) = x^3/3 + C", "(x^3 + C)/3", "x^3/3 - K", "x^3/3 + 2 + C")

LOG_X = Ex("ln|x|", ("x",), constant="optional")
refuse(LOG_X, "1/x", "ln(x)", "x ln x", "ln(x^2)", "ln|x|/2 + C")
accept(LOG_X, "ln|x|", "ln|x| + C", "ln|2x|", "ln(x^2)/2", "ln|x| + 3", "ln(sqrt(x^2)) + c")

FUNCTIONS = Ex("f(x)*g(x)", ("x",), functions=("f", "g"))
refuse(FUNCTIONS, "f(x) + g(x)", "f(g(x))", "f(x)", "f(x)^2", "f(2x) g(x)/2")
accept(FUNCTIONS, "g(x) f(x)", "f(x)g(x)", "f(x)*g(x) + 0", "f(x)^2 g(x)/f(x)")

GRADIENT = Ex("[2*x, 2*y]", ("x", "y"))
refuse(GRADIENT, "[2y, 2x]", "[x, y]")
partial(GRADIENT, "[2x, y]", "[2x, 2]")
refuse(GRADIENT, "[2x, 2y, 0]", "2x + 2y", "[2x]", code="shape")
refuse(GRADIENT, "[-2x, -2y]", "-2[x, y]", code="sign")
accept(GRADIENT, "[2x, 2y]", "(2x, 2y)", "2[x, y]", "[2x; 2y]", "[2x, 2y]^T", "[2x 2y]", "2x, 2y", "[x, y] + [x, y]")

LEAST_SQUARES = Ex("2 A^T (A x - b)", ("A", "x", "b"), shapes={"A": (3, 2), "x": (2, 1), "b": (3, 1)})
refuse(LEAST_SQUARES, "A^T(Ax-b)", "2 A^T A x", "2 A^T A x - A^T b", "2 A^T b - 2 A^T A x + x", "2 norm(Ax-b) x")
refuse(LEAST_SQUARES, "2A^T(b - Ax)", "-2A^T(Ax-b)", code="sign")
refuse(LEAST_SQUARES, "2(Ax-b)^T A", "2 x^T A^T A - 2 b^T A", code="transposed")
refuse(LEAST_SQUARES, "2(Ax-b)", "norm(Ax-b)^2", "A", "5", code="shape")
unreadable(LEAST_SQUARES, "shape", "2A(Ax-b)", "Ax + b^T", "A^-1 b", "A^T A x - b", "x + 1")
accept(
    LEAST_SQUARES,
    "2A^T A x - 2A^T b",
    "2 A' (A x - b)",
    "2 (x^T A^T A - b^T A)^T",
    "-2A^T(b-Ax)",
    "2(A^T A) x - 2 A^T b",
)

QUADRATIC = Ex("2 A x", ("A", "x"), shapes={"A": (3, 3), "x": (3, 1)}, properties={"A": "symmetric"})
refuse(QUADRATIC, "A x", "x^T A x x", "2 A^2 x", "A^T x", "2 x")
accept(QUADRATIC, "2Ax", "(A + A^T) x", "2 A^T x", "A x + A^T x", "2 (x^T A)^T")

GENERAL = Ex("(A + A^T) x", ("A", "x"), shapes={"A": (3, 3), "x": (3, 1)})
refuse(GENERAL, "2 A x", "2 A^T x", "A x", "(A - A^T) x")
refuse(GENERAL, "x^T (A + A^T)", "x^T A + x^T A^T", code="transposed")
accept(GENERAL, "A x + A^T x", "(A^T + A) x", "(x^T A)^T + A x")

INVERSE = Ex("B^-1 A^-1", ("A", "B"), shapes={"A": (2, 2), "B": (2, 2)})
refuse(INVERSE, "A^-1 B^-1", "(B A)^-1", "A B", "I", "A^-1 + B^-1")
accept(INVERSE, "(A B)^-1", "inv(A B)", "B^-1 A^-1", "B^-1 I A^-1", "((A B)^-1)^T^T")

# --- vectors -----------------------------------------------------------------------------------------------

V3 = VectorAnswer(("1", "-2", "3/4"))
refuse(V3, "[1, -2]", "[1, -2, 3/4, 0]", "[1, 2; 3, 4]", "5", "[[1, -2, 3/4], [0, 0, 0]]", code="shape")
refuse(V3, "[-1, 2, -3/4]", "-[1, -2, 3/4]", code="sign")
refuse(V3, "[2, -4, 3/2]", "[0, 0, 0]", "[3/4, 1, -2]", "[-2, 1, 1]", "2[1, -2, 3/4]")
refuse(V3, "none", "infinitely many", code="word")
refuse(V3, "[1, -2, sqrt(-1)]", code="undefined")
partial(V3, "[1, 2, 3/4]", "[1, -2, 4/3]", "[1, 0, 0]", "[-2, 1, 3/4]", "(1, -2, 3)")
partial(V3, "[1, -2, 0.8]", code="rounding")
unreadable(V3, "division-by-zero", "[1, -2, 1/0]")
unreadable(V3, "not-a-value", "{1, -2, 3/4}", "1 < 2")
unreadable(V3, "unknown-name", "[x, -2, 3/4]")
accept(
    V3, "[1, -2, 3/4]", "(1, -2, 3/4)", "1, -2, 3/4", "[1; -2; 0.75]", "[1 -2 3/4]", "1\n-2\n3/4", "[[1],[-2],[3/4]]"
)
accept(V3, "1/4 [4, -8, 3]", "[4, -8, 3]/4", "[1, -2, 3/4]^T", "v = [1, -2, 3/4]", "-(1/4) [-4, 8, -3]")
unreadable(
    V3, "not-worked-out", "[1, 0, 0] + [0, -2, 3/4]", "[1, 0; 0, 1; 0, 0][1; -2]", "2[1, -2, 3/4] - [1, -2, 3/4]"
)
accept(V3, r"\begin{pmatrix} 1 \\ -2 \\ \frac{3}{4} \end{pmatrix}", "[1, −2, .75]")

NAMED = VectorAnswer(("1", "-2"), names=("x", "y"))
refuse(NAMED, "x = -1, y = 2", code="sign")
partial(NAMED, "x = 1, y = 2", "y = 1, x = 1", "[1, 2]")
unreadable(NAMED, "name-missing", "x = 1")
unreadable(NAMED, "name-twice", "x = 1, x = -2")
unreadable(NAMED, "not-a-value", "x > 1, y = -2", "x = 1, -2")
accept(NAMED, "x = 1, y = -2", "y = -2, x = 1", "x=1 and y=-2", "x=1\ny=-2", "[1, -2]", "1, -2", "y=-2; x=1")

ROUNDED = VectorAnswer(("1/sqrt(2)", "2/3"), decimals=2)
refuse(ROUNDED, "[0.7, 0.6]", "[0.70, 0.66]", code="rounding")
refuse(ROUNDED, "[0.67, 0.71]", "[1.41, 0.33]")
partial(ROUNDED, "[0.71, 0.68]", "[0.72, 0.67]", "[0.71, 1]")
accept(ROUNDED, "[0.71, 0.67]", "[0.707, 0.667]", "[sqrt(2)/2, 2/3]", "[0.71, 2/3]", "[1/sqrt(2), 0.67]")

NOTHING = VectorAnswer(word="none")
refuse(NOTHING, "[0, 0]", "[1, 2]", "5", code="word")
accept(NOTHING, "none", "no solution")

EIGEN = DirectionAnswer(("1", "2", "-1"))
refuse(EIGEN, "[1, 2, 1]", "[1, -2, -1]", "[2, 1, -1]", "[1, 2, -1.001]", "[0, 2, -1]")
refuse(EIGEN, "[1/3, 0.667, -1/3]", code="rounding")
refuse(EIGEN, "[0, 0, 0]", "0 [1, 2, -1]", "[1-1, 0, sqrt(2)-sqrt(2)]", code="zero-vector")
refuse(EIGEN, "[1, 2]", "[1, 2, -1, 0]", "5", code="shape")
refuse(EIGEN, "none", code="word")
unreadable(EIGEN, "not-a-value", "{1, 2, -1}")
accept(EIGEN, "[1, 2, -1]", "[-1, -2, 1]", "[1/2, 1, -1/2]", "[sqrt(2), 2sqrt(2), -sqrt(2)]", "[1, 2, -1]/sqrt(6)")
accept(EIGEN, "(1000, 2000, -1000)", "[0.1, 0.2, -0.1]", "[pi; 2pi; -pi]", "10^-9 [1, 2, -1]")

UNIT = DirectionAnswer(("3/5", "4/5"), unit=True)
refuse(UNIT, "[4/5, 3/5]", "[3/5, -4/5]", "[0.61, 0.79]")
refuse(UNIT, "[0, 0]", code="zero-vector")
partial(UNIT, "[3, 4]", "[1, 4/3]", "[-6/5, -8/5]", code="not-unit")
accept(UNIT, "[3/5, 4/5]", "[0.6, 0.8]", "[-3/5, -4/5]", "1/5 [3, 4]", "[3, 4]/norm([3, 4])")

NORMALISED = DirectionAnswer(("1/sqrt(2)", "1/sqrt(2)"), unit=True, decimals=3)
refuse(NORMALISED, "[0.707, -0.707]", "[0.72, 0.69]", "[0.6, 0.8]")
partial(NORMALISED, "[1, 1]", "[0.7, 0.7]", "[0.001, 0.001]", code="not-unit")
accept(NORMALISED, "[0.707, 0.707]", "[-0.7071, -0.7071]", "[sqrt(2)/2, sqrt(2)/2]", "[1/sqrt(2), 1/sqrt(2)]")

RAY = DirectionAnswer(("1", "2"), sign_free=False)
refuse(RAY, "[-1, -2]", "-[3, 6]", code="orientation")
refuse(RAY, "[2, 1]", "[1, 2.1]")
accept(RAY, "[1, 2]", "[5, 10]", "[1/2, 1]")

# --- matrices ----------------------------------------------------------------------------------------------

M2 = MatrixAnswer((("1", "2"), ("3", "4")))
refuse(M2, "[1, 3; 2, 4]", "[1, 2; 3, 4]^T", code="transposed")
refuse(M2, "[1, 2]", "[1, 2, 3; 4, 5, 6]", "7", "1, 2, 3, 4", "[1, 2; 3, 4; 5, 6]", code="shape")
refuse(M2, "[-1, -2; -3, -4]", "-[1, 2; 3, 4]", code="sign")
refuse(M2, "[1, 0; 0, 1]", "[2, 1; 4, 3]", "[0, 0; 0, 0]", "2[1, 2; 3, 4]", "[5, 6; 7, 8]")
unreadable(V3, "separator", "(1, -2; 3/4)", "1,0; -2,5; 3,75")
accept(V3, "(1; -2; 3/4)", "1; -2; 3/4")

refuse(M2, "none", code="word")
partial(M2, "[1, 2; 3, 5]", "[1, 2; 4, 3]", "[1, 0; 3, 1]", "[1, 2; 3, -4]", "[3, 2; 1, 4]")
unreadable(M2, "ragged", "[1, 2; 3]", "[[1, 2], [3]]")
unreadable(M2, "division-by-zero", "[1, 2; 3, 4/0]")
unreadable(M2, "not-a-value", "{1, 2, 3, 4}")
unreadable(M2, "unknown-name", "singular")
accept(M2, "[1, 2; 3, 4]", "[[1, 2], [3, 4]]", "1 2\n3 4", "1, 2\n3, 4", "1\t2\n3\t4", "[1 2; 3 4]", "A = [1, 2; 3, 4]")
accept(
    M2,
    r"\begin{pmatrix}1 & 2\\ 3 & 4\end{pmatrix}",
    "2 [1/2, 1; 1.5, 2]",
    "[1, 3; 2, 4]^T",
)

DIAGONAL = MatrixAnswer((("3", "0"), ("0", "-1/2")))
refuse(DIAGONAL, "diag(3)", "diag(3, -1/2, 0)", "diag([1, 2, 3])", code="shape")
refuse(DIAGONAL, "diag(-3, 1/2)", code="sign")
partial(DIAGONAL, "diag(3, 1/2)")
unreadable(DIAGONAL, "function", "diag", "diag 3", "diag([3, 0; 0, -1/2])", "diag()")
accept(DIAGONAL, "diag(3, -1/2)", "np.diag([3, -0.5])", r"\operatorname{diag}(3, -\frac12)", "1/2 * diag(6, -1)")

TALL = MatrixAnswer((("1", "2"), ("3", "4"), ("5", "6")))
refuse(TALL, "[1, 3, 5; 2, 4, 6]", code="transposed")
unreadable(
    M2,
    "not-worked-out",
    "[1, 0; 3, 1][1, 2; 0, -2]",
    "inv([-2, 1; 3/2, -1/2])",
    "[-2, 1; 3/2, -1/2]^-1",
    "[1, 2; 3, 4]^1",
)
refuse(TALL, "[1, 2, 3; 4, 5, 6]", "[1, 2; 3, 4]", code="shape")
partial(TALL, "[1, 2; 3, 4; 5, 7]", "[1, 2; 5, 6; 3, 4]")
accept(TALL, "[1, 2; 3, 4; 5, 6]")

ROW = MatrixAnswer((("1", "0", "-1"),))
refuse(ROW, "[1, 0]", "[1, 0, -1; 0, 0, 0]", code="shape")
refuse(ROW, "[0, 0, 0]")
partial(ROW, "[1, 0, 1]", "[0, 0, -1]")
refuse(ROW, "[1; 0; -1]", "[[1], [0], [-1]]", "[[1, 0, -1]]^T", code="transposed")
refuse(ROW, "[1; 0; 1]", "2\n0\n-2", code="shape")
accept(ROW, "[1, 0, -1]", "(1, 0, -1)", "1 0 -1", "[[1, 0, -1]]", "2 [1/2, 0, -1/2]", "[1; 0; -1]^T")

COLUMN = MatrixAnswer((("1",), ("2",)))
refuse(COLUMN, "[[1, 2]]", "[1; 2]^T", code="transposed")
refuse(COLUMN, "[1, 2; 3, 4]", "7", code="shape")
partial(COLUMN, "[1, 3]", "[0; 2]")
accept(COLUMN, "[1, 2]", "[1; 2]", "1\n2", "[[1], [2]]", "(1, 2)", "(1, 2)^T", "[1, 2]^T", "[1 2]ᵀ")

SINGULAR = MatrixAnswer(word="singular")
refuse(SINGULAR, "[1, 2; 3, 4]", "[0, 0; 0, 0]", "all", "infinitely many", code="word")
accept(SINGULAR, "no inverse", "does not exist", "DNE", "A is singular", "none")
accept(SINGULAR, "singular", "Singular", "not invertible")

INVERTIBLE = MatrixAnswer((("2", "0"), ("0", "1/2")), words=("singular",))
refuse(INVERTIBLE, "singular", code="word")
partial(INVERTIBLE, "[1/2, 0; 0, 2]", "[2, 0; 0, 2]", "[2, 0; 0, 0.6]")
accept(INVERTIBLE, "[2, 0; 0, 1/2]", "[2, 0; 0, 0.5]")

# --- sets --------------------------------------------------------------------------------------------------

S3 = SetAnswer(("1", "2", "-3"))
refuse(S3, "5", "0, 4", "{7}", "-1, 3")
refuse(S3, "-1, -2, 3", "{-2, 3, -1}", code="sign")
refuse(S3, "none", "{}", code="incomplete")
refuse(S3, "infinitely many", "all", code="word")
refuse(S3, "{1, 2, sqrt(-3)}", code="undefined")
partial(S3, "1, 2", "{-3}", "2", "x = 1", "{1, 1, 1}", code="incomplete")
partial(S3, "1, 2, -3, 4", "{0, 1, 2, -3}", code="extra")
partial(S3, "1, 2, 3", "{1, 5}", "(0, 1)", "1, 2, -3.0001")
unreadable(S3, "not-a-value", "(0, 1]", "x > 1", "{{1}, 2}")
unreadable(S3, "division-by-zero", "1, 2, 1/0")
unreadable(S3, "unknown-name", "y = 1")
accept(
    S3,
    "{1, 2, -3}",
    "1, 2, -3",
    "-3, 2, 1",
    "2, 1, -3, 2",
    "x=1 or x=2 or x=-3",
    "x = 1, x = 2, x = -3",
    "x = 1, 2, -3",
)
accept(S3, "[1, 2, -3]", "{1; 2; -3}", "{sqrt(4), 1, -6/2}", "{1, 1, 2, 2, -3}", "(1, 2, -3)")

ROOTS = SetAnswer(("sqrt(2)", "-sqrt(2)"))
refuse(ROOTS, "2, -2", "±2", "0")
refuse(ROOTS, "1.41, -1.41", "{1.414, -1.414}", code="rounding")
refuse(ROOTS, "1.51, -1.51", "1.4, 7", code="incorrect")
partial(ROOTS, "sqrt(2)", "x = -√2", code="incomplete")
partial(ROOTS, "sqrt(2), 1")
partial(ROOTS, "±sqrt(2), 0, 0", code="extra")
accept(ROOTS, "±sqrt(2)", "x = ±√2", "2^(1/2), -2^(1/2)", "{2/sqrt(2), -sqrt(8)/2}", "-√2, √2")

DOUBLE = SetAnswer(("2", "2", "5"), multiplicity=True)
partial(DOUBLE, "2, 5", "2, 5, 5", "2, 2, 2, 5", "{5, 2}", code="multiplicity")
partial(DOUBLE, "2, 2", "2", code="incomplete")
partial(DOUBLE, "2, 2, 5, 1", code="extra")
refuse(DOUBLE, "3, 3, 7")
accept(DOUBLE, "2, 2, 5", "5, 2, 2", "{2, 5, 2}", "2, 4/2, 5.0")

EMPTY = SetAnswer(())
refuse(EMPTY, "0", "{1}", "1, 2", code="extra")
accept(EMPTY, "none", "{}", "no solution", "∅")

POINTS = SetAnswer(("(1, 2)", "(3, 4)"))
refuse(POINTS, "(2, 1)", "{5}", "(1, 2, 3)")
partial(POINTS, "(1, 2)", "{(3, 4)}", code="incomplete")
partial(POINTS, "(1, 2), (4, 3)", "(1, 2), (3, 4, 5)")
accept(POINTS, "(1, 2), (3, 4)", "{(3, 4), (1, 2)}", "[1, 2], [3, 4]")

# --- intervals ---------------------------------------------------------------------------------------------

UNION = IntervalAnswer.of("(0, 1] U [2, inf)")
refuse(UNION, "[0, 1] U [2, inf)", "(0, 1) U (2, inf)", "(0, 1) U [2, inf)", code="end-type")
refuse(UNION, "(-inf, 0] U (1, 2)", "x <= 0 or 1 < x < 2", code="complement")
refuse(UNION, "(0, 1]", "(0, inf)", "x > 0", "all reals", "none", "{0, 1, 2}", code="count")
refuse(UNION, "(0, 1] U [3, inf)", "(0, 2] U [3, inf)", "{0, 1}", "(0, 1.0001] U [2, inf)")
unreadable(UNION, "order", "(1, 0] U [2, inf)", "(3, 1)")
unreadable(UNION, "not-an-interval", "x", "5", "x > 1, x < 2")
unreadable(UNION, "shape", "((1, 2), 3)")
unreadable(UNION, "not-solved", "x^2 < 4", "1/x > 2")
accept(
    UNION,
    "(0, 1] U [2, inf)",
    "[2, inf) U (0, 1]",
    "(0,1] ∪ [2,∞)",
    "0 < x <= 1 or x >= 2",
    "(0, 1/2] U (1/4, 1] U [2, inf)",
)
accept(
    UNION,
    "(0, 1] or [2, oo)",
    "x in (0, 1] U [2, inf)",
    "(0, 1) U {1} U [2, 5) U [5, inf)",
    "2 <= x or (x > 0 and x <= 1)",
)

BALL = IntervalAnswer.of("|x| < 2")
refuse(BALL, "[-2, 2]", "-2 <= x <= 2", "[-2, 2)", code="end-type")
refuse(BALL, "(-inf, -2] U [2, inf)", "|x| >= 2", code="complement")
refuse(BALL, "(-2, 3)", "x < 2", "(0, 2)", "{2}", "(-4, 4)")
accept(BALL, "(-2, 2)", "-2 < x < 2", "|x| < 2", "x > -2 and x < 2", "2x < 4 and -x < 2", "2 > x > -2")

PUNCTURED = IntervalAnswer.of("x != 3")
refuse(PUNCTURED, "{3}", "x = 3", code="complement")
refuse(PUNCTURED, "all reals", "(-inf, 3)", "x > 3", code="count")
refuse(PUNCTURED, "(-inf, 3] U (4, inf)", "x < 2 or x > 3", "x != -3")
accept(PUNCTURED, "(-inf, 3) U (3, inf)", "x < 3 or x > 3", "x != 3", "|x - 3| > 0", "x ≠ 3")

POSITIVE = IntervalAnswer.of("(0, inf)")
accept(POSITIVE, "R^+", "ℝ⁺", "R_{>0}", "x > 0")
refuse(POSITIVE, "R_{>=0}", code="end-type")
refuse(POSITIVE, "ℝ⁻", "R_{<0}")
unreadable(POSITIVE, "unclear-set", "R_+", "ℝ₊", "R_{+}")

EVERYTHING = IntervalAnswer.of("all reals")
refuse(EVERYTHING, "(0, inf)", "x > 0", "(-1000, 1000)")
refuse(EVERYTHING, "none", code="complement")
refuse(EVERYTHING, "x != 0", code="count")
accept(EVERYTHING, "all reals", "R", "ℝ", "(-inf, inf)", "x > 1 or x <= 1", "-inf < x < inf")

IRRATIONAL = IntervalAnswer.of("[sqrt(2), 3)")
refuse(IRRATIONAL, "[1.41421356, 3)", "[2, 3)", "[-sqrt(2), 3)", "x >= sqrt(2)")
refuse(IRRATIONAL, "(sqrt(2), 3)", "[√2, 3]", code="end-type")
accept(IRRATIONAL, "[2^(1/2), 3)", "sqrt(2) <= x < 3", "[2/sqrt(2), 6/2)", "x >= √2 and x < 3")

VOID = IntervalAnswer.of("none")
refuse(VOID, "all reals", code="complement")
refuse(VOID, "(0, 1)", "{0}", "x > 3")
accept(VOID, "none", "{}", "∅", "no solution", "x > 1 and x < 0")
