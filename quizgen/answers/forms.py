"""Required forms: is a right reply also written as asked? Predicates over the tree as typed.

`check` says nothing (None) where the form is kept, and else a verdict with code "equal-not-in-form" and a sentence.
It is asked after equality, so it never has to decide that. Imports flint where exact algebra is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import gcd
from typing import Any

from quizgen.answers.base import Verdict
from quizgen.answers.syntax import Binary, Call, Name, Neg, Node, Num, Relation, Rows, bare
from quizgen.answers.syntax import Sequence as Items
from quizgen.answers.trees import places
from quizgen.errors import QuizgenError

LARGEST = 10**12
"""Numbers that are factored."""


def check(form: str, node: Node, names: Sequence[str] = ()) -> Verdict | None:
    """The verdict "equal-not-in-form" where `node` is not in the form; None where it is.

    Raises QuizgenError for the name of an unknown form.
    """
    test = FORMS.get(form.strip().lower().replace("_", "-").replace(" ", "-"))
    if test is None:
        raise QuizgenError(f"there is no form {form!r}; the forms are {', '.join(FORMS)}")
    message = test(bare(node), tuple(names))
    if not message:
        return None
    return Verdict("partial", 0.5, "equal-not-in-form", f"The value is right, but the form is not: {message}.")


# --- trees -------------------------------------------------------------------------------------------------


def terms(node: Node) -> list[Node]:
    """The terms of a sum, signs left on as Neg."""
    node = bare(node)
    if isinstance(node, Binary) and node.op in "+-":
        right = terms(node.right)
        return terms(node.left) + (right if node.op == "+" else [Neg(x) for x in right])
    if isinstance(node, Neg):
        return [Neg(x) for x in terms(node.argument)]
    return [node]


def factors(node: Node) -> list[tuple[Node, int]]:
    """The factors of a product with their whole exponents (negative under a fraction bar); signs are dropped."""
    node = bare(node)
    if isinstance(node, Neg):
        return factors(node.argument)
    if isinstance(node, Binary) and node.op == "*":
        return factors(node.left) + factors(node.right)
    if isinstance(node, Binary) and node.op == "/":
        return factors(node.left) + [(x, -n) for x, n in factors(node.right)]
    if isinstance(node, Binary) and node.op == "^":
        exponent = whole(node.right)
        if exponent is not None:
            return [(x, n * exponent) for x, n in factors(node.left)]
    return [(node, 1)]


def whole(node: Node) -> int | None:
    """A typed whole number such as 3 or -2."""
    node = bare(node)
    if isinstance(node, Neg):
        inner = whole(node.argument)
        return None if inner is None else -inner
    return int(node.text) if isinstance(node, Num) and node.text.isdigit() and not node.percent else None


def names_in(node: Node) -> set[str]:
    """Names that occur."""
    return {x.name for x in places(node) if isinstance(x, Name)}


def is_sum(node: Node) -> bool:
    """A sum or difference, brackets looked through."""
    node = bare(node)
    return (isinstance(node, Binary) and node.op in "+-") or (isinstance(node, Neg) and is_sum(node.argument))


def fractions(node: Node) -> Iterator[Binary]:
    """All divisions."""
    return (x for x in places(node) if isinstance(x, Binary) and x.op == "/")


def _polynomial(node: Node, names: Sequence[str]) -> Any:
    from quizgen.answers.rationals import polynomial

    return polynomial(node, sorted(names_in(node) | set(names)))


# --- the forms ---------------------------------------------------------------------------------------------


def _factored(node: Node, names: tuple[str, ...]) -> str:
    if isinstance(node, Relation):
        return next(filter(None, (_factored(bare(x), names) for x in node.operands)), "")
    if not names_in(node):
        return "" if all(_is_prime(x) for x, _ in factors(node)) else "give a product of prime numbers"
    for factor, _ in factors(node):
        if not names_in(factor):
            continue
        p = _polynomial(factor, names)
        if p is None:
            if is_sum(factor) and not _is_linear_sum(factor):
                return "this is a sum and not a product"
            continue
        if not is_sum(factor) and len(factors(node)) == 1 and isinstance(factor, Name):
            continue
        fault = _reducible(p, is_sum(factor))
        if fault:
            return fault
    return ""


def _is_prime(node: Node) -> bool:
    from flint import fmpz

    n = whole(node)
    if n is None or abs(n) > LARGEST:
        return False
    return abs(n) in (0, 1) or bool(fmpz(abs(n)).is_prime())


def _is_linear_sum(node: Node) -> bool:
    """x - sqrt(2): irrational, and of degree one as typed."""
    return all(
        sum(n for x, n in factors(term) if names_in(x)) <= 1 and all(n >= 0 for x, n in factors(term) if names_in(x))
        for term in terms(node)
    )


def _reducible(p: Any, summed: bool) -> str:
    content, parts = p.factor()
    if sum(n for _, n in parts) > 1:
        return "it can be factored further"
    if summed and content.q == 1 and abs(content.p) > 1:
        return f"the common factor {abs(content.p)} can be taken out"
    return ""


def _expanded(node: Node, names: tuple[str, ...]) -> str:
    for x in places(node):
        if not isinstance(x, Binary) or not names_in(x):
            continue
        power = whole(x.right) if x.op == "^" else None
        if x.op == "*" and (is_sum(x.left) or is_sum(x.right)):
            return "a product of brackets can be multiplied out"
        if x.op == "/" and is_sum(x.left) and not names_in(x.right):
            return "divide each term by the number"
        if x.op == "^" and power is not None and power > 1 and _is_compound(x.left):
            return "a power of brackets can be multiplied out"
    return ""


def _is_compound(node: Node) -> bool:
    node = bare(node)
    return is_sum(node) or (isinstance(node, Binary) and node.op in "*/")


def _lowest_terms(node: Node, names: tuple[str, ...]) -> str:
    if not names_in(node):
        return _lowest_number(node)
    for x in fractions(node):
        if any(isinstance(bare(y), Binary) and bare(y).op == "/" for y in (x.left, x.right)):  # type: ignore[union-attr]
            return "there is a fraction inside a fraction"
        top, bottom = (_polynomial(y, tuple(sorted(names_in(x)))) for y in (x.left, x.right))
        if top is None or bottom is None:
            continue
        if not top.gcd(bottom).is_constant() or _common_content(top, bottom) > 1:
            return "the fraction can be cancelled"
    return ""


def _common_content(top: Any, bottom: Any) -> int:
    found = 0
    for p in (top, bottom):
        for c in p.coeffs():
            if c.q != 1:
                return 1
            found = gcd(found, int(c.p))
    return found


def _lowest_number(node: Node) -> str:
    if whole(node) is not None:
        return ""
    inner = bare(node)
    negative = isinstance(inner, Neg)
    if isinstance(inner, Neg):
        inner = bare(inner.argument)
    if any("." in x.text or "e" in x.text.lower() or x.percent for x in places(node) if isinstance(x, Num)):
        return "write it as a fraction"
    if isinstance(inner, Binary) and inner.op == "/":
        top, bottom = whole(inner.left), whole(inner.right)
        if top is not None and bottom is not None:
            signs = negative + (top < 0) + (bottom < 0)
            if gcd(top, bottom) != 1:
                return "the fraction can be cancelled"
            return "two minus signs cancel" if signs > 1 else ""
    if any(isinstance(x, Call) or (isinstance(x, Binary) and x.op == "^") for x in places(node)):
        return next(filter(None, map(_lowest_fraction, fractions(node))), "")
    return "write it as one fraction in lowest terms"


def _lowest_fraction(node: Binary) -> str:
    top, bottom = whole(node.left), whole(node.right)
    return "the fraction can be cancelled" if top is not None and bottom is not None and gcd(top, bottom) != 1 else ""


def _single_fraction(node: Node, names: tuple[str, ...]) -> str:
    if isinstance(node, Neg):
        return _single_fraction(bare(node.argument), names)
    divisions = list(fractions(node))
    negative = any(isinstance(x, Binary) and x.op == "^" and (whole(x.right) or 0) < 0 for x in places(node))
    if negative:
        return "write negative powers as a fraction"
    if not divisions:
        return ""
    if len(divisions) > 1 or is_sum(node) or not any(x is divisions[0] for x in _product(node)):
        return "write it as one fraction"
    return ""


def _product(node: Node) -> Iterator[Node]:
    """The node, and the factors of a product."""
    node = bare(node)
    yield node
    if isinstance(node, Binary) and node.op == "*":
        yield from _product(node.left)
        yield from _product(node.right)


def _exact(node: Node, names: tuple[str, ...]) -> str:
    numbers = (x for x in places(node) if isinstance(x, Num))
    decimals = any("." in x.text or "e" in x.text.lower() or x.percent for x in numbers)
    return "give the exact value, without decimals" if decimals else ""


def _radicals(node: Node) -> Iterator[tuple[int, Node]]:
    """Every root: its degree and what stands under it."""
    for x in places(node):
        if isinstance(x, Call) and x.function in ("sqrt", "cbrt"):
            yield (2 if x.function == "sqrt" else 3), bare(x.arguments[0])
        elif isinstance(x, Call) and x.function == "root":
            yield (whole(x.arguments[0]) or 0), bare(x.arguments[1])
        elif isinstance(x, Binary) and x.op == "^":
            exponent = bare(x.right)
            degree = whole(exponent.right) if isinstance(exponent, Binary) and exponent.op == "/" else None
            if degree is not None:
                yield degree, bare(x.left)


def _simplified_radical(node: Node, names: tuple[str, ...]) -> str:
    for degree, radicand in _radicals(node):
        fault = _radicand(degree, radicand)
        if fault:
            return fault
    if any(next(_radicals(x.right), None) for x in fractions(node)):
        return "there is a root in a denominator"
    if any(next(_radicals(x.left), None) for x in places(node) if isinstance(x, Binary) and _is_inverse(x)):
        return "there is a root in a denominator"
    seen = []
    for term in terms(node):
        roots = sorted((degree, _shown(radicand)) for degree, radicand in _radicals(term))
        if any(a[0] == b[0] for a, b in pairwise(roots)):
            return "the roots of one term can be multiplied"
        if not names_in(term):
            seen.append(tuple(roots))
    return "like terms can be added" if len(set(seen)) < len(seen) else ""


def _is_inverse(node: Binary) -> bool:
    return node.op == "^" and (whole(node.right) or 0) < 0


def _shown(node: Node) -> str:
    from quizgen.answers.echo import typed

    return typed(node)


def _radicand(degree: int, node: Node) -> str:
    from flint import fmpz

    n = whole(node)
    if n is not None:
        if abs(n) > LARGEST:
            return ""
        if abs(n) < 2:
            return "a root can be taken"
        return "a factor can be taken out of the root" if any(e >= degree for _, e in fmpz(abs(n)).factor()) else ""
    if any(n < 0 for _, n in factors(node)):
        return "there is a fraction under the root"
    if not names_in(node):
        return ""
    p = _polynomial(node, ())
    if p is None:
        return ""
    content, parts = p.factor()
    numeric = any(e >= degree for _, e in fmpz(abs(content.p)).factor()) if content.p not in (0, 1, -1) else False
    return "a factor can be taken out of the root" if numeric or any(e >= degree for _, e in parts) else ""


def _partial_fractions(node: Node, names: tuple[str, ...]) -> str:
    seen = []
    for term in terms(node):
        under = [(x, -n) for x, n in factors(term) if n < 0 and names_in(x)]
        over = [(x, n) for x, n in factors(term) if n > 0 and names_in(x)]
        if len({_shown(x) for x, _ in under}) > 1:
            return "one denominator has several factors"
        if not under:
            continue
        p = _polynomial(under[0][0], names)
        if p is None or sum(n for _, n in p.factor()[1]) > 1:
            return "a denominator can be factored"
        if _degree(over, names) >= p.total_degree():
            return "a numerator has too high a degree"
        seen.append((_shown(under[0][0]), sum(n for _, n in under)))
    return "fractions with the same denominator can be added" if len(set(seen)) < len(seen) else ""


def _degree(parts: list[tuple[Node, int]], names: Sequence[str]) -> int:
    found = [(_polynomial(x, names), n) for x, n in parts]
    return sum((p.total_degree() * n for p, n in found if p is not None), 0)


def _completed_square(node: Node, names: tuple[str, ...]) -> str:
    if isinstance(node, Relation):
        return next(filter(None, (_completed_square(bare(x), names) for x in node.operands)), "")
    used: set[str] = set()
    for term in terms(node):
        letters = names_in(term)
        if not letters:
            continue
        squares = [(x, n) for x, n in factors(term) if names_in(x)]
        if len(squares) != 1 or squares[0][1] not in (1, 2):
            return "write it as a(x - h)^2 + k"
        inner, power = squares[0]
        p = _polynomial(inner, names)
        if p is None or p.total_degree() != 1 or len(letters) != 1 or letters & used:
            return "write it as a(x - h)^2 + k"
        if power == 1 and not (isinstance(inner, Name) and len(names) > 1):
            return "write it as a(x - h)^2 + k"
        used |= letters
    return ""


def _entries(node: Node) -> list[list[Any]] | None:
    from quizgen.answers import values

    matrix = values.rational_matrix(node) if isinstance(node, (Rows, Items)) else None
    if matrix is None:
        return None
    return [list(row) for row in matrix.to_rows()]


def _echelon(node: Node, names: tuple[str, ...]) -> str:
    rows = _entries(node)
    if rows is None:
        return "write out the matrix with its numbers"
    leads = [next((j for j, x in enumerate(row) if x != 0), len(row)) for row in rows]
    if any(b <= a and b < len(rows[0]) for a, b in pairwise(leads)):
        return "each row must begin further right than the row above it"
    if any(a == len(rows[0]) > b for a, b in pairwise(leads)):
        return "zero rows come last"
    return ""


def _reduced(node: Node, names: tuple[str, ...]) -> str:
    fault = _echelon(node, names)
    rows = _entries(node)
    if fault or rows is None:
        return fault
    for i, row in enumerate(rows):
        lead = next((j for j, x in enumerate(row) if x != 0), None)
        if lead is None:
            continue
        if row[lead] != 1:
            return "each leading entry must be 1"
        if any(rows[k][lead] != 0 for k in range(len(rows)) if k != i):
            return "above and below each leading 1 there must be zeros"
    return ""


def _solved(node: Node, names: tuple[str, ...]) -> str:
    from quizgen.answers.relations import relations

    for relation in relations(node):
        left, right = bare(relation.operands[0]), relation.operands[-1]
        if not isinstance(left, Name) or left.name in names_in(right):
            return "give the unknown by itself on the left"
    return ""


FORMS: dict[str, Callable[[Node, tuple[str, ...]], str]] = {
    "factored": _factored,
    "expanded": _expanded,
    "lowest-terms": _lowest_terms,
    "single-fraction": _single_fraction,
    "simplified-radical": _simplified_radical,
    "exact": _exact,
    "partial-fractions": _partial_fractions,
    "completed-square": _completed_square,
    "ref": _echelon,
    "rref": _reduced,
    "solved": _solved,
}
"""What is wrong with the form, as a clause; empty where nothing is."""
