"""Hard pairs for `quizgen.mark`: where graders go wrong. Refusals first in every section; a code of None: any code.

Identities that simplification misses, numbers that differ in the thirtieth place, branch cuts, domains, complex
numbers, constants of integration, digits, sets written in other ways, LaTeX as pasted, and text that is no answer.
"""

from __future__ import annotations

from typing import Any

from tests.engine.answers.table_mark import Row

ROWS: list[Row] = []
REAL = {"assume": ["x > 0", "y > 0"]}
WHOLE = {"assume": ["n integer", "n >= 2"]}


def refuse(answer: str, *responses: str, code: str | None = None, **options: Any) -> None:
    """Wrong responses: never accepted, never undecided."""
    ROWS.extend(Row(answer, response, options, "incorrect", code) for response in responses)


def partial(answer: str, *responses: str, code: str | None = None, **options: Any) -> None:
    """Responses that are right in part: not accepted."""
    ROWS.extend(Row(answer, response, options, "partial", code) for response in responses)


def unreadable(answer: str, *responses: str, code: str | None = None, **options: Any) -> None:
    """Responses that cost nothing."""
    ROWS.extend(Row(answer, response, options, "unreadable", code) for response in responses)


def accept(answer: str, *responses: str, **options: Any) -> None:
    """Right responses."""
    ROWS.extend(Row(answer, response, options, "correct", "correct") for response in responses)


# --- radicals and constants --------------------------------------------------------------------------------

refuse("1", "cbrt(2+sqrt(5)) - cbrt(2-sqrt(5))", "cbrt(2+sqrt(5))", "sqrt(2)^2 - 1 + 1e-40", "0.999999999999999999")
accept("1", "cbrt(2+sqrt(5)) + cbrt(2-sqrt(5))", "sqrt(2)^2 - 1", "sec(0)", "(-1)^2", "tan(pi/4)", "log10(10)", "3^0")
refuse("262537412640768744", "e^(pi*sqrt(163))", "262537412640768745", "2.62537412640768744e18")
refuse("sqrt(2) + sqrt(3) + sqrt(5)", "sqrt(10)", "sqrt(2 + 3 + 5)", "5.382332347441762")
accept("sqrt(2) + sqrt(3) + sqrt(5)", "(sqrt(6) + 3 + sqrt(15))/sqrt(3)")
accept("sqrt(3 + 2sqrt(2))", "1 + sqrt(2)")
refuse("sqrt(3 + 2sqrt(2))", "sqrt(3) + 2", "sqrt(3) + sqrt(2)", "1 - sqrt(2)")
accept("cos(pi/5)", "(1 + sqrt(5))/4", "sin(3pi/10)", "cos(36°)", "-cos(4pi/5)")
refuse("cos(pi/5)", "(1 - sqrt(5))/4", "(1 + sqrt(5))/2", "cos(36)", "0.809016994374947")
accept("(1 + sqrt(5))/2", "1 + 2/(1 + sqrt(5))", "2cos(pi/5)", "((1+sqrt(5))/2)^2 - 1", "cbrt(2 + sqrt(5))")
refuse("(1 + sqrt(5))/2", "(1 - sqrt(5))/2", "1 + sqrt(5)/2", "sqrt(5)/2", "987/610")
accept("sin(pi/12)", "(sqrt(6) - sqrt(2))/4", "sqrt(2 - sqrt(3))/2", "sin(15°)")
refuse("sin(pi/12)", "(sqrt(6) + sqrt(2))/4", "sin(pi/6)/2", "sin(15)")
accept("2/(sqrt(3) - 1)", "sqrt(3) + 1", "2(sqrt(3)+1)/2")
refuse("2/(sqrt(3) - 1)", "2/sqrt(3) - 1", "sqrt(3) - 1", "2/(sqrt(2))")
accept("(-8)^(2/3)", "4", "cbrt(64)", "(-2)^2")
accept("27^(2/3)", "9", "(cbrt(27))^2", "81^(1/2)")
refuse("27^(2/3)", "18", "27*2/3", "27^2/3")
accept("pi^2/6", "π²/6", "(pi/sqrt(6))^2")
refuse("pi^2/6", "1.6449", "pi/6", "(pi/6)^2", "1 + 1/4 + 1/9 + 1/16")
refuse("e", "2.718281828459045", "(1 + 1/1000)^1000", "19/7", "3")
refuse("pi/4", "22/28", "45", "0.7853981633974483", "1 - 1/3 + 1/5 - 1/7")
accept("4 atan(1/5) - atan(1/239)", "pi/4")
refuse("4 atan(1/5) + atan(1/239)", "pi/4")
accept("ln(sqrt(e))", "1/2", "0.5", "ln(e)/2")
refuse("ln(sqrt(e))", "sqrt(ln(e))", "2", "1/e")
accept("log_3(81)", "4", "ln(81)/ln(3)", r"\log_{3}(81)", "-log_3(1/81)")
refuse("log_3(81)", "27", "log_81(3)", "ln(27)")
accept("10^(log10(7))", "7")
accept("2^(1/2)*2^(1/3)", "2^(5/6)", "root(6, 32)")
refuse("2^(1/2)*2^(1/3)", "2^(1/6)", "4^(5/6)", "4^(1/6)")
accept("0.125", "1/8", "2^-3", "12.5%", "125e-3", ".1250")
refuse("0.125", "0.13", "1/9", "0.1250001", "12.5")
accept("1.2e-3", "0.0012", "1.2*10^-3", "12/10000", "1.2 × 10^{-3}")
refuse("1.2e-3", "1.2e3", "-1.2e3", "1.2e-4", "1.2 - 3")
accept("7/3", "2 + 1/3", "2⅓", "14/6", "-7/-3")
refuse("7/3", "2.33", "3/7", "2.3333333333", "7/4")
refuse("0", "1e-100", "sin(3.14159265358979)", "sqrt(2) - 1.41421356237", "1/10^50", "-1e-30")
accept("0", "sin(pi)", "cos(pi/2)", "ln(1)", "-0", "0.000", "2 - 2", "sqrt(2) - 2^0.5", "0/5", "e^0 - 1")
unreadable("0", "0/0", "1/0", "tan(pi/2)", "1/sin(pi)", "1/(sqrt(4) - 2)", code="unreadable:division-by-zero")
refuse("0", "0^0", "ln(0)", "sqrt(-1)", "ln(cos(pi/2))", code="undefined")
accept("2^64 - 1", "18446744073709551615", "(2^32 - 1)(2^32 + 1)")
refuse("2^64 - 1", "18446744073709551616", "1.8446744073709552e19", "2^63")
accept("100!/98!", "9900", "100*99")
accept("|-3 - 4|", "7", "|3+4|", "abs(-7)")
accept("-(-3)", "3", "--3", "+3", "3.0", "|−3|")
refuse("-(-3)", "-3", "1/3", "3.00001")
unreadable("-(-3)", "-+3", "3-", "-")

# --- powers, logarithms, absolute values -------------------------------------------------------------------

accept("4^x", "2^(2x)", "(2^x)^2", "(2^2)^x", "e^(x ln 4)")
refuse("4^x", "2*2^x", "2^(x^2)", "4x", "2^x + 2^x", "x^4")
accept("2^(x+1)", "2*2^x", "2^x + 2^x", "4^((x+1)/2)")
refuse("2^(x+1)", "2^x + 1", "2^x + 2", "4^x", "2^x*x")
refuse("(-2)^(x + 0.1)", "1", "x", "2^(x + 0.1)")
accept("x^x", "e^(x ln(x))", assume=["x > 0"])
refuse("x^x", "x*x", "x^2", "e^x ln(x)", assume=["x > 0"])
accept("sqrt(x^4)", "x^2", "|x|^2", "|x^2|")
refuse("sqrt(x^6)", "x^3", "-x^3", "|x|")
accept("sqrt(x^6)", "|x|^3", "|x^3|", "x^2 |x|")
accept("x/|x|", "|x|/x", "sign(x)", "sqrt(x^2)/x")
refuse("x/|x|", "1", "-1", "|x|", "x^2/|x|")
accept("|x y|", "|x| |y|", "|y x|", "sqrt(x^2 y^2)", "|-x y|")
refuse("|x + y|", "|x| + |y|", "|x| - |y|", "x + y", "sqrt(x^2 + y^2)")
accept("ln(x^2 y)", "2 ln(x) + ln(y)", "ln(x) + ln(x y)", **REAL)
refuse("ln(x^2 y)", "2 ln(x y)", "2 ln(x) ln(y)", "ln(2 x y)", "ln(x)^2 + ln(y)", **REAL)
accept("log_2(x)", "ln(x)/ln(2)", "log2(x)", "log10(x)/log10(2)", "-log_2(1/x)", **REAL)
refuse("log_2(x)", "ln(x)", "ln(x)/2", "ln(x/2)", "log10(x)", "ln(x) - ln(2)", **REAL)
accept("ln(e^x)", "x", "x ln(e)")
accept("e^(2 ln(x))", "x^2", assume=["x > 0"])
refuse("e^(2 ln(x))", "2x", "e^2 x", "x", assume=["x > 0"])
accept("e^(x+y)", "e^x e^y", "exp(x) exp(y)", "e^x*e^y", "(e^(x/2 + y/2))^2")
refuse("e^(x+y)", "e^x + e^y", "e^(x y)", "e^x y", "e x + e y")
accept("1/sqrt(x)", "x^(-1/2)", "sqrt(x)/x", "sqrt(1/x)", **REAL)
refuse("1/sqrt(x)", "-sqrt(x)", "x^(1/2)", "x^-2", "1/x^2", "sqrt(x)", **REAL)
accept("cbrt(x^3)", "x", "root(3, x^3)")
refuse("sqrt(x^2 + 4x + 4)", "x + 2", "-x - 2", "x + 4", "|x| + 2")
accept("sqrt(x^2 + 4x + 4)", "|x + 2|", "max(x+2, -x-2)")
accept("floor(x) + 1", "floor(x + 1)")
refuse("floor(x)", "x", "ceil(x)", "ceil(x) - 1", "floor(x + 1/2)")
accept("max(x, 0)", "relu(x)", "(x + |x|)/2")
refuse("max(x, 0)", "x", "|x|", "min(x, 0)", "x/2 + x/2")
accept("ln(1 + e^x)", "x + ln(1 + e^(-x))", "-ln(sigmoid(-x))", "-ln(1 - sigmoid(x))")
refuse("ln(1 + e^x)", "x", "ln(1) + x", "1 + x", "ln(1 + e^(-x))", "max(x, 0)")
accept(
    "sigmoid(x)(1 - sigmoid(x))", "e^x/(1+e^x)^2", "e^(-x)/(1+e^(-x))^2", "1/(4 cosh(x/2)^2)", "1/(2 + e^x + e^(-x))"
)
refuse("sigmoid(x)(1 - sigmoid(x))", "sigmoid(x)", "sigmoid(x)^2", "1 - sigmoid(x)^2", "e^x/(1+e^x)")
refuse("x", "x + 1e-30", "x + sin(x)*1e-15", "x(1 + 10^-20)", "x + e^(-10^4)*0 + 10^-9", "sin(x)", "tanh(x)")

# --- trigonometric and hyperbolic --------------------------------------------------------------------------

accept("sin(3x)", "3 sin(x) - 4 sin(x)^3", "sin(2x)cos(x) + cos(2x)sin(x)")
refuse("sin(3x)", "3 sin(x)", "3 sin(x) - 3 sin(x)^3", "sin(x)^3", "3 sin(x) cos(x)")
accept("tan(x + y)", "(tan(x) + tan(y))/(1 - tan(x) tan(y))")
refuse("tan(x + y)", "tan(x) + tan(y)", "(tan(x) + tan(y))/(1 + tan(x) tan(y))")
accept("sin(x)^4", "(3 - 4cos(2x) + cos(4x))/8", "(1 - cos(x)^2)^2")
refuse("sin(x)^4", "sin(x^4)", "1 - cos(x)^4", "4 sin(x)", "(3 - 4cos(2x))/8")
accept("sec(x)^2 - tan(x)^2", "1", "cos(x)^2 + sin(x)^2")
accept("sin(x)/(1 + cos(x))", "tan(x/2)", "(1 - cos(x))/sin(x)", "csc(x) - cot(x)")
refuse("sin(x)/(1 + cos(x))", "tan(x)", "cot(x/2)", "sin(x) + tan(x)", "1/2 tan(x)")
accept("cos(x + pi/2)", "-sin(x)", "sin(-x)", "sin(x + pi)", "cos(x - 3pi/2)")
refuse("cos(x + pi/2)", "cos(x) + cos(pi/2)", "sin(x)", "-cos(x)", "cos(x)")
accept("sin(acos(x))", "sqrt(1 - x^2)", domain={"x": "(-1, 1)"})
refuse("sin(acos(x))", "x", "1 - x", "sqrt(1 + x^2)", "cos(asin(x))/2", domain={"x": "(-1, 1)"})
accept("acos(-x)", "pi - acos(x)", "pi/2 + asin(x)", domain={"x": "(-1, 1)"})
refuse("acos(-x)", "-acos(x)", "acos(x)", "asin(x)", domain={"x": "(-1, 1)"})
accept("cosh(x)^2 - sinh(x)^2", "1")
refuse("cosh(x)^2 + sinh(x)^2", "1", "cosh(2x) + 1", "2cosh(x)^2")
accept("cosh(x)^2 + sinh(x)^2", "cosh(2x)", "2cosh(x)^2 - 1", "(e^(2x) + e^(-2x))/2")
accept("asinh(x)", "ln(x + sqrt(x^2 + 1))", "arsinh(x)", "-asinh(-x)")
refuse("asinh(x)", "1/sinh(x)", "ln(x + sqrt(x^2 - 1))", "ln(x - sqrt(x^2 + 1))", "asin(x)")
accept("tanh(x)", "(e^(2x) - 1)/(e^(2x) + 1)", "2 sigmoid(2x) - 1", "1 - 2/(e^(2x) + 1)")
refuse("tanh(x)", "tan(x)", "sinh(x)", "2 sigmoid(x) - 1", "(1 - e^(2x))/(e^(2x) + 1)")
accept("a sin(x) + a sin(x)", "2a sin(x)", "a (sin x + sin x)")
accept("arcsin(x)", "asin(x)", "sin^-1(x)", r"\arcsin x", r"\sin^{-1}(x)", domain={"x": "(-1, 1)"})
refuse("arcsin(x)", "1/sin(x)", "csc(x)", "sin(x)", "arccos(x)", domain={"x": "(-1, 1)"})
accept("sin(45°)", "sqrt(2)/2", "cos(pi/4)", "1/sqrt(2)", "sin(pi/4)")
refuse("sin(45°)", "sin(45)", "0.7071", "0.8509", "1/2")
accept("atan(x) + atan(1/x)", "pi/2 sign(x)", "x/|x| pi/2")
refuse("atan(x) + atan(1/x)", "pi/2", "-pi/2", "0")

# --- polynomials and fractions -----------------------------------------------------------------------------

accept("(x + y + z)^2", "x^2 + y^2 + z^2 + 2x y + 2y z + 2x z", "(z + y + x)(x + y + z)")
refuse("(x + y + z)^2", "x^2 + y^2 + z^2", "x^2 + y^2 + z^2 + x y + y z + x z", "(x + y)^2 + z^2")
accept("(x+1)^1000", "(1+x)^1000", "((x+1)^10)^100", "(x+1)^999 (x+1)")
refuse("(x+1)^1000", "(x+1)^999", "x^1000 + 1", "(x+1)^1001", "(x-1)^1000")
accept("x^2 - 5x + 6", "(x-2)(x-3)", "(2-x)(3-x)", "(x - 5/2)^2 - 1/4", "x(x-5) + 6")
refuse("x^2 - 5x + 6", "(x+2)(x+3)", "(x-2)(x+3)", "(x-1)(x-6)", "x^2 - 5x - 6", "(x-2)(x-3) = 0")
accept("(x^3 - 1)/(x - 1)", "x^2 + x + 1")
refuse("(x^3 - 1)/(x - 1)", "x^2 - x + 1", "x^2 + 1", "x^2", "(x^3 + 1)/(x + 1)")
accept("1/(1 + 1/x)", "x/(x+1)", "1 - 1/(x+1)")
refuse("1/(1 + 1/x)", "1 + x", "(x+1)/x", "x + 1/x", "x/(x-1)")
accept("a/b + c/d", "(a d + b c)/(b d)", "(a d + c b)/(d b)")
refuse("a/b + c/d", "(a + c)/(b + d)", "(a + c)/(b d)", "a c/(b d)", "(a b + c d)/(b d)")
accept("3/((x-1)(x+2))", "1/(x-1) - 1/(x+2)", "3/(x^2 + x - 2)")
refuse("3/((x-1)(x+2))", "1/(x-1) + 1/(x+2)", "3/(x-1) - 3/(x+2)", "1/(x+2) - 1/(x-1)", "3/(x^2 + x + 2)")
accept("(x^2)^3", "x^6", "x^2^3/x^2", "(x^3)^2")
refuse("(x^2)^3", "x^5", "x^8", "x^2^3", "3x^2", "x^9")
accept("-(x - 1)", "1 - x", "-x + 1", "(1-x)", "(x-1)*(-1)")
refuse("-(x - 1)", "-x - 1", "x - 1", "-1", "x + 1")
accept("x/y/z", "x/(y z)", "x y^-1 z^-1")
refuse("x/y/z", "x/(y/z)", "x z/y", "x y/z")
accept("2/3 x", "2x/3", "(2/3)x", "x*2/3", "x/1.5")
refuse("2/3 x", "2/(3x)", "3x/2", "0.67x", "2x/3 + 1e-12")
accept("n(n+1)(2n+1)/6", "(2n^3 + 3n^2 + n)/6", "n^3/3 + n^2/2 + n/6")
refuse("n(n+1)(2n+1)/6", "n(n+1)/2", "n(n-1)(2n-1)/6", "n^3/3", "(n(n+1)/2)^2")
accept("(n+1)!", "(n+1) n!", "(n+1)*n*(n-1)!", **WHOLE)
refuse("(n+1)!", "n! + 1", "n!", "(n+1) (n-1)!", "n! + n", **WHOLE)
accept("(2n)!/(n!)^2", "binom(2n, n)", "(2n)!/(n! n!)", **WHOLE)
refuse("(2n)!/(n!)^2", "2", "2^n", "binom(n, 2)", "(2n)!/n!^3", **WHOLE)
accept("2^n - 1", "2*2^(n-1) - 1", "-(1 - 2^n)", **WHOLE)
refuse("2^n - 1", "2^(n-1)", "2^n", "n^2 - 1", "2^n + 1", **WHOLE)

# --- complex numbers ---------------------------------------------------------------------------------------

accept("(1+i)^10", "32i", "32*i", "2^5 i", "32 e^(i pi/2)")
refuse("(1+i)^10", "-32i", "32", "1 + i^10", "0", "1024")
accept("i^i", "e^(-pi/2)")
refuse("i^i", "-1", "1", "i", "e^(pi/2)", "-i")
accept("sqrt(i)", "(1+i)/sqrt(2)", "e^(i pi/4)", "sqrt(2)/2 + i sqrt(2)/2")
refuse("sqrt(i)", "(1-i)/sqrt(2)", "-1", "i/2", "1", "(1+i)/2")
accept("2e^(i pi/3)", "1 + sqrt(3) i", "1 + i sqrt(3)", "2(cos(pi/3) + i sin(pi/3))", "1 + sqrt(-3)")
refuse("2e^(i pi/3)", "sqrt(3) + i", "1 - i sqrt(3)", "2", "1 + 1.732i", "2e^(pi/3)")
accept("(3+4i)/(1-2i)", "-1 + 2i", "2i - 1", "(3+4i)(1+2i)/5")
refuse("(3+4i)/(1-2i)", "3 - 2i", "-1 - 2i", "(11-2i)/5", "1 + 2i", "5/sqrt(5)")
accept("conj(2 + 3i)", "2 - 3i", "conjugate(2+3i)")
accept("5i", "Im(2+5i) i", "(2+5i) - Re(2+5i)", "|3+4i| i")
refuse("5i", "5", "Im(2+5i)", "-5i", "5 + i", "5^i")
accept("arg(1+i)", "pi/4", "45°", "atan(1)")
accept("ln(-1)", "i pi", "pi*i")
refuse("ln(-1)", "-i pi", "0", "pi", "i", "-1")
accept("cos(i)", "cosh(1)", "(e + 1/e)/2")
accept("{1, -1, i, -i}", "±1, ±i", "i, -i, 1, -1", "{i^4, i^3, i^2, i}")
partial("{1, -1, i, -i}", "{1, -1}", "±i", "{1, i, -i}")
refuse("{1 + i, 1 - i}", "{1, -1}", "{-1 + i, -1 - i}", "{i, -i}")
accept("{1 + i, 1 - i}", "1 ± i", "1 ± sqrt(-1)", "{sqrt(2) e^(i pi/4), sqrt(2) e^(-i pi/4)}")
accept("[1, i; -i, 1]", "[1, i; -i, 1]", "[[1, i], [-i, 1]]", "[1, sqrt(-1); 1/i, 1]")
refuse("[1, i; -i, 1]", "[-1, -i; i, -1]", "[1, 0]")
partial("[1, i; -i, 1]", "[1, 1; 1, 1]", "[1, i; i, 1]")
accept("(2+i)(2-i)", "5", "|2+i|^2")
refuse("2 + i", "2 + j", "2 + 1", "i + 1", "2i + 1", "2.0001 + i", "sqrt(5)")
refuse("4", "sqrt(-16)", "(sqrt(-4))^2", "-(2i)^2 + i", "4i")

# --- antiderivatives ---------------------------------------------------------------------------------------

refuse("x^3/3 + C", "x^3/3", "x^3/3 + 1", constant="required")
refuse("x^3/3 + C", "x^2 + C", "3x^2 + C", "x^3 + C", "x^3/3 + C x", "x^4/4 + C", constant="required")
accept(
    "x^3/3 + C", "x^3/3 + C", "(x^3 + C)/3", "C + x^3/3", "x^3/3 + c", "x^3/3 + 7 + C", "x^3/3 - C", constant="required"
)
accept("sin(x)^2/2", "-cos(x)^2/2", "-cos(2x)/4", "sin(x)^2/2 + C", "(1 - cos(x)^2)/2 + 3", constant="optional")
refuse("sin(x)^2/2", "cos(x)^2/2", "cos(2x)/4", "sin(x)^2", "-cos(2x)/2", constant="optional")
accept("ln|x|", "ln|x| + C", "ln|2x|", "ln(x^2)/2", "-ln|1/x|", constant="optional")
refuse("ln|x|", "ln(x)", "1/x", "x ln|x|", "ln|x + 1|", "2ln|x|", constant="optional")
accept("x ln(x) - x", "x(ln(x) - 1)", "x ln(x/e) + C", constant="optional", assume=["x > 0"])
refuse("x ln(x) - x", "x ln(x)", "ln(x)^2/2", "1/x", "x ln(x) + x", constant="optional", assume=["x > 0"])
accept("(x+1)^2/2", "x^2/2 + x", "x^2/2 + x + 5", "(x^2 + 2x)/2 + C", constant="optional")
refuse("(x+1)^2/2", "x^2/2", "x^2/2 + 1", "(x+1)^2", "x^2 + x", constant="optional")
accept("e^(2x)/2", "e^(2x)/2 + C", "exp(x)^2/2", "sinh(2x)/2 + cosh(2x)/2", constant="optional")
refuse("e^(2x)/2", "e^(2x)", "2e^(2x)", "e^(2x)/2 + x", "e^x", constant="optional")
accept("atan(x)", "-atan(1/x)", "atan(x) + pi", constant="optional", assume=["x > 0"])
refuse("atan(x)", "ln(1 + x^2)", "1/(1 + x^2)", "tan(x)", "-atan(x)", constant="optional", assume=["x > 0"])

# --- digits ------------------------------------------------------------------------------------------------

refuse("3.14159", "3.14", "3.1", "3", "3.15", "3.142", significant=5)
accept("3.14159", "3.1416", "3.14159", "3.141592", "31416e-4", significant=5)
refuse("0.05", "0.05", "0.0495", "0.051", "0.5", "0.04", significant=3)
accept("0.05", "0.0500", "5.00e-2", "0.05000", "1/20", "5.00*10^-2", significant=3)
refuse("1500", "1400", "1600", "15e3", "1510", "1.5e3", significant=3)
accept("1500", "1500", "1.50e3", "1500.0", "1.50*10^3", significant=3)
refuse("1/7", "0.14", "0.1", "0.142", "0.144", "0.1430001e1", decimals=3)
accept("1/7", "0.143", "0.1429", "1/7", "0.14286", decimals=3)
refuse("100", "105.1", "94.9", "1", "-100", relative=0.05)
accept("100", "105", "95", "100", "96.5", "1e2", relative=0.05)
refuse("1e-6", "0", "2e-6", "1.2e-6", "-1e-6", relative=0.1)
accept("1e-6", "1.05e-6", "0.95e-6", "0.000001", relative=0.1)
refuse("-2.5", "2.5", "-2.7", "-2.3", "-3", "0", absolute=0.1)
accept("-2.5", "-2.45", "-2.6", "-2.5", "-5/2", "-2.41", absolute=0.1)

# --- sets and intervals ------------------------------------------------------------------------------------

accept("{1, 2, 3}", "{3, 2, 1}", "{1, 2, 2, 3}", "1, 2, 3", "{1.0, 4/2, sqrt(9)}", "{1} U {2, 3}")
refuse("{1, 2, 3}", "{4, 5}", "1 <= x <= 3", "(1, 2, 3)", "none")
partial("{1, 2, 3}", "{1, 2}", "{1, 2, 4}", "{1, 2, 3, 0}", "{-1, 2, 3}", "3", "[1, 3]")
accept("{1/2, -3}", "{0.5, -3}", "x = 1/2 or x = -3", "x = -3, x = 0.5", "{-3, 2/4}")
refuse("{1/2, -3}", "{-1/2, 3}", "{2, 1/3}", "{0.51, -3.01}")
accept("{x, y}", "{y, x}", "{x, y, x}", "{y, 2x - x}")
partial("{x, y}", "{x}", "{x, z}", "{x, y, 0}")
accept("R \\ {0}", "(-inf, 0) U (0, inf)", "x != 0", "]-inf, 0[ U ]0, inf[", "x < 0 or x > 0", kind="interval")
refuse("R \\ {0}", "(0, inf)", "{0}", "x >= 0", "x != 1", kind="interval")
accept("(0, inf)", "x > 0", "]0, inf[", "ℝ⁺", "R^+", "(0, ∞)", "0 < x", r"\left(0, \infty\right)", kind="interval")
refuse("(0, inf)", "[0, inf)", "x >= 0", "(-inf, 0)", "R", "(0, 10^6)", "ℝ⁻", kind="interval")
accept("(1, 3) \\ {2}", "(1, 2) U (2, 3)", "1 < x < 2 or 2 < x < 3", "]1,2[ U ]2,3[", kind="interval")
refuse("(1, 3) \\ {2}", "(1, 3)", "[1, 2) U (2, 3]", "(1, 2] U [2, 3)", "{2}", kind="interval")
accept("[0, 5] ∩ (2, 7)", "(2, 5]", "2 < x <= 5", "]2, 5]", kind="interval")
refuse("[0, 5] ∩ (2, 7)", "[2, 5]", "[0, 7)", "(2, 5)", "[0, 5] U (2, 7)", kind="interval")
accept("[-1, 1]", "|x| <= 1", "-1 <= x <= 1", "x >= -1 and x <= 1", "[-1, 0] U [0, 1]", "x^2 <= 1", kind="interval")
refuse("[-1, 1]", "|x| < 1", "(-1, 1)", "x <= 1", "{-1, 1}", "[-1, 0) U (0, 1]", kind="interval")
accept("(-inf, 2)", "x < 2", "2 > x", "]-inf, 2[", "(-∞, 2)", "-x > -2", kind="interval")
refuse("(-inf, 2)", "x <= 2", "x > 2", "(-2, 2)", "x < -2", "[-inf, 2]", kind="interval")

# --- vectors and matrices ----------------------------------------------------------------------------------

accept("[1, -2, 1/2]", "(1, -2, 0.5)", "1/2 [2, -4, 1]", "[1 -2 1/2]", "(1 -2 1/2)", "<1, -2, 1/2>", kind="vector")
refuse("[1, -2, 1/2]", "[-1, 2, -1/2]", "[1, -2]", "[2, -4, 1]", "1 - 2 + 1/2", kind="vector")
partial("[1, -2, 1/2]", "[1, 2, 1/2]", "[1, -2, 2]", "[-2, 1, 1/2]", kind="vector")
accept("[cos(t), sin(t)]", "[sin(t + pi/2), sin(t)]", "[cos(-t), -sin(-t)]")
refuse("[cos(t), sin(t)]", "[sin(t), cos(t)]", "[cos(t), sin(t), 0]")
partial("[cos(t), sin(t)]", "[cos(t), -sin(t)]", "[1, sin(t)]")
accept(
    "[2, 0; 0, 3]", "[[2, 0], [0, 3]]", "[2 0; 0 3]", r"\begin{pmatrix} 2 & 0 \\ 0 & 3 \end{pmatrix}", "[4, 0; 0, 6]/2"
)
refuse("[2, 0; 0, 3]", "[2, 3]", "[-2, 0; 0, -3]", "6", "[2, 0, 0; 0, 3, 0]")
partial("[2, 0; 0, 3]", "[3, 0; 0, 2]", "[2, 0; 0, -3]", "[2, 1; 0, 3]", "[2, 0; 0, 0]")
unreadable("[2, 0; 0, 3]", "[2, 0; 0]", "[2, 0; 0, 3", "[2, 0]; [0, 3", "[2, ; 0, 3]")
accept("A .* B", "B ⊙ A", "A ∘ B", shapes={"A": (2, 2), "B": (2, 2)})
refuse("A .* B", "A B", "A + B", "A", shapes={"A": (2, 2), "B": (2, 2)})
accept("||x||_1", "||-x||_1", shapes={"x": (3, 1)})
refuse("||x||_1", "||x||_2", "||x||", "||x||_inf", "||2x||_1", shapes={"x": (3, 1)})
accept("||x||_2^2", "x^T x", "||x||^2", shapes={"x": (3, 1)})
refuse("||x||_2^2", "||x||", "x x^T", "2x", "||x||_1^2", shapes={"x": (3, 1)})

# --- LaTeX and other notations -----------------------------------------------------------------------------

accept(
    "x/2",
    r"\frac{x}{2}",
    r"\frac x2",
    r"\dfrac{1}{2}x",
    "½x",
    r"\left(\frac{x}{2}\right)",
    "$x/2$",
    r"0.5\,x",
    r"x \div 2",
)
accept("2*pi*r", r"2\pi r", "2πr", "2 pi r", "π r*2", variables=["r"])
accept("8^(1/3)", r"\sqrt[3]{8}", "∛8", "2", "cbrt(8)", "root(3, 8)")
accept("10", r"\binom{5}{2}", "5 choose 2", "C(5, 2)", "nCr(5, 2)", "5!/(2! 3!)")
accept("x^2*y", "x²y", "x^{2}y", "x**2*y", "y x^2", "x·x·y", variables=["x", "y"])
refuse("x^2*y", "x^(2y)", "2x y", "x y^2", "(x y)^2", variables=["x", "y"])
accept("theta/2", "θ/2", r"\theta/2", r"\frac{\theta}{2}", "0.5 theta")
accept("a_1 + a_2", "a₁ + a₂", "a1 + a2", r"a_{1}+a_{2}", "a_2 + a_1")
refuse("a_1 + a_2", "a_1 a_2", "2a", "a_1 - a_2", "a_{12}")
unreadable("x/2", "x//2", "x/", "x/(2", "x)/2", r"\frac{x}", "x 2", "[x/2", "x/2]", r"\int x", "x → 2")
unreadable("x/2", "import os", "__class__", "x; rm -rf", "x\x00", "х/2", "x\u202e/2", "9" * 61, "(" * 70 + "x", "1e999")
unreadable("x/2", "I don't know", "half of x", "see my notes", "x is divided by 2", "?", "...", "-", "()", "{", "''")
unreadable(
    "3", "3,0", "1,000", "1 1/2", "3..0", "2 + + ", "* 3", "3 %% 2", "three", "0x3", "3 apples", "9^9^9", "(10^300)!"
)
