"""Are two expressions equal? "equal", "different" or "undecided", always, and soon.

"different" is proven: exact numbers that differ, residues that differ, or balls that do not overlap at a point
of the declared domain, or one side that has no real value on a whole neighbourhood where the other has one.
"equal" rests on exact arithmetic for rational functions, and else on agreement (to at least 2^-64, constants to
2^-576) at many independent points: every sign pattern, several magnitudes, near the constants that occur.
Points come from SHA-256 of the two expressions, so that one question has one answer, in either order.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import islice, product
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec
from flint import ctx, fmpq

from quizgen.answers import fine, values
from quizgen.answers.samples import Domain, Stream, domain, matrices, points
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
    Name,
    Neg,
    Node,
    Num,
    Unreadable,
    bare,
)
from quizgen.answers.trees import below, substituted
from quizgen.answers.values import STEPS, Imprecise, Undefined
from quizgen.exact import Matrix

__all__ = ["Domain", "Equality", "antiderivative", "domain", "equal", "nowhere", "probe", "shape", "survey"]

Equality: TypeAlias = Literal["equal", "different", "undecided"]
Shapes: TypeAlias = Mapping[str, tuple[int, int]]

PRIMES = (2**127 - 1, 2**89 - 1)
"""Rational functions are compared modulo these, at one point each: the chance of an accident is below 10^-50."""
BITS = (128, 512, 2048)
"""Rising precision at one sample point."""
MOST_BITS = 8192
"""Precision beyond which agreement is not looked for."""
ENOUGH = 5
"""Points that must agree before functions are called equal."""
WORK = 150_000
"""Nodes that one comparison may evaluate (at 128 bits; more bits cost more): about a fifth of a second."""
LARGEST_EXPONENT = 10**6


def equal(
    a: Node,
    b: Node,
    domain: Mapping[str, Domain] | None = None,
    *,
    shapes: Shapes | None = None,
    properties: Mapping[str, str] | None = None,
    lenient: bool = False,
) -> Equality:
    """Are `a` and `b` equal as functions of their names (constants when there are none)?

    `domain` says where the names live (missing: all reals), `shapes` which of them are matrices, `properties`
    what holds for those ("symmetric", "orthogonal", "positive definite", ...). The domain of definition counts:
    ln(x^2) and 2 ln(x) differ on the reals and are equal for positive x. Single points, as x = 0 in x/x, do not
    count; with `lenient`, nor do points where only one side has a value. Raises Unreadable where an expression
    makes no sense (shapes, too large, unknown functions).
    """
    facts = _sorted(domain), _sorted(shapes), _sorted(properties)
    return _equal(a, b, *facts, lenient)


def _sorted(facts: Mapping[str, Any] | None) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(facts.items())) if facts else ()


@lru_cache(maxsize=512)
def _equal(
    a: Node,
    b: Node,
    domain: tuple[tuple[str, Domain], ...],
    shapes: tuple[tuple[str, tuple[int, int]], ...],
    properties: tuple[tuple[str, str], ...],
    lenient: bool,
) -> Equality:
    """As `equal`, once for the same question: a reply is compared for its verdict, its score and each misconception."""
    domains = dict(domain)
    facts = survey(a), survey(b)
    names = sorted(facts[0].names | facts[1].names)
    if not names and not (facts[0].symbols or facts[1].symbols):
        return _constants(a, b)
    if shapes or facts[0].linear or facts[1].linear:
        task = _Task(a, b, domains, lenient)
        if not fine.resolves(BITS[0], a, b):
            task.bits = (max(BITS[0], min(MOST_BITS, int(_need(a, b)))),)
        return task.verdict(_matrix_points(a, b, names, domains, dict(shapes), dict(properties)), 4)
    if not (facts[0].calls | facts[1].calls) and not any(d.whole for d in domains.values()):
        verdict = _residues_agree(a, b, names)
        if verdict is not None:
            return "equal" if verdict else "different"
    if fine.same_form(a, b):
        return _Task(a, b, domains, lenient).defined(_environments(a, b, names, domains))
    found = _by_points(_Task(a, b, domains, lenient), names, bool((facts[0].calls | facts[1].calls) & _BRANCHING))
    if found != "equal" or fine.resolves(BITS[0], a, b):
        return found
    return _finely(_Task(a, b, domains, lenient), names)


def _by_points(task: _Task, names: list[str], branching: bool) -> Equality:
    """What sample points say; many of them for functions that may differ on one stretch only."""
    found = task.verdict(_environments(task.a, task.b, names, task.domains), ENOUGH)
    if found == "different" or (found == "equal" and not branching):
        return found
    found = task.verdict(_environments(task.a, task.b, names, task.domains, dense=True), ENOUGH)
    return "different" if found == "equal" and _differ_at_whole_exponents(task, names) else found


def _differ_at_whole_exponents(task: _Task, names: list[str]) -> bool:
    """Does (x^p)^q, with names in p, come out otherwise for p = 2 and q = 1/2?

    There (x^2)^(1/2) is |x| and x^(2/2) is x. Sample points, slightly off every round number, have no real power of a
    negative number and cannot tell. Only points where both sides have a value count here.
    """
    powers = sorted(set().union(*map(_named_exponents, (task.a, task.b))))
    if not 0 < len(powers) <= 3 or survey(task.a).symbols or survey(task.b).symbols:
        return False
    others = [name for name in names if name not in powers]
    for exponents in product((fmpq(2), fmpq(1, 2)), repeat=len(powers)):
        for size in (fmpq(-37, 11), fmpq(23, 13), fmpq(-3, 5)):
            env = {**dict.fromkeys(others, size), **dict(zip(powers, exponents, strict=True))}
            inside = all(where.holds(env[name]) for name, where in task.domains.items() if name in env)
            if not inside or any(name in task.whole for name in env):
                continue
            pair = _both(task.a, task.b, env, BITS[0])
            if isinstance(pair, tuple) and values.same_value(*pair, BITS[0], constant=False) is False:
                return True
    return False


def _named_exponents(node: Node) -> set[str]:
    """The names in p and q of every (x^p)^q whose p has names."""
    found: set[str] = set()
    stack: list[Any] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, Binary) and here.op == "^":
            base = bare(here.left)
            if isinstance(base, Binary) and base.op == "^" and survey(base.right).names:
                found |= survey(base.right).names | survey(here.right).names
        stack.extend(below(here))
    return found


def _need(a: Node, b: Node) -> float:
    """Bits that tell all apart that their constants can tell apart."""
    return 2 * fine.MARGIN + fine.spread(a) + fine.spread(b)


def _finely(task: _Task, names: list[str]) -> Equality:
    """The same where constants are so small or large that agreement to 64 bits says little."""
    need = _need(task.a, task.b)
    if need > MOST_BITS:
        return "undecided"
    task.bits = (int(need),)
    return task.verdict(_environments(task.a, task.b, names, task.domains), ENOUGH)


def probe(
    nodes: list[Node],
    domain: Mapping[str, Domain] | None = None,
    shapes: Shapes | None = None,
    properties: Mapping[str, str] | None = None,
) -> list[Any] | None:
    """The values at the first sample point where the first node has one (None for those without); None: no such."""
    first = nodes[0]
    names = sorted(set().union(*(survey(node).names for node in nodes)))
    facts = [survey(node) for node in nodes]
    last = max(nodes, key=lambda node: len(survey(node).symbols))
    if shapes or any(fact.linear for fact in facts):
        envs = _matrix_points(first, last, names, domain or {}, shapes or {}, properties or {})
    else:
        envs = _environments(first, last, names, domain or {})
    for env in islice(envs, 6):
        found = [_value_at(node, env) for node in nodes]
        if found[0] is not None:
            return found
    return None


def _value_at(node: Node, env: Mapping[str, Any]) -> Any:
    try:
        return values.computed(node, env, BITS[0])
    except (Undefined, Unreadable):
        return None


def nowhere(node: Node, domain: Mapping[str, Domain] | None = None) -> Undefined | None:
    """Why a scalar expression has no real value at any sample point; None when it has one somewhere."""
    facts = survey(node)
    reason: Undefined | None = None
    for env in _environments(node, node, sorted(facts.names), domain or {}):
        try:
            values.computed(node, env, BITS[0])
        except Imprecise:
            continue
        except Undefined as error:
            reason = reason or error
            continue
        return None
    return reason


def shape(
    node: Node,
    domain: Mapping[str, Domain] | None = None,
    shapes: Shapes | None = None,
    properties: Mapping[str, str] | None = None,
) -> tuple[int, int] | None:
    """Rows and columns of an expression; (1, 1) for a number, None where it cannot be told (I alone, undefined)."""
    return _shape(node, _sorted(domain), _sorted(shapes), _sorted(properties))


@lru_cache(maxsize=512)
def _shape(
    node: Node,
    domain: tuple[tuple[str, Domain], ...],
    shapes: tuple[tuple[str, tuple[int, int]], ...],
    properties: tuple[tuple[str, str], ...],
) -> tuple[int, int] | None:
    names = sorted(survey(node).names)
    for env in _matrix_points(node, node, names, dict(domain), dict(shapes), dict(properties)):
        try:
            value = values.computed(node, env, BITS[0])
        except Undefined:
            continue
        return None if isinstance(value, values.Identity) else values.shape(value)
    return None


def antiderivative(
    a: Node, b: Node, constant: str = "", domain: Mapping[str, Domain] | None = None
) -> Literal["equal", "different", "undecided", "fixed"]:
    """Do `a` and `b` differ only by a constant, as two antiderivatives of one function do?

    `constant` is the name in `a` that stands for any constant; "fixed" when `a` does not grow with it in
    proportion, as x + C^2 does not.
    """
    if not constant:
        return _constant_difference(a, b, domain or {})
    lines = [substituted(a, {constant: Num(text)}) for text in ("0", "1", "2")]
    found = [_constant_difference(line, b, domain or {}) for line in lines[1:]]
    if "different" in found or "undecided" in found:
        return "different" if "different" in found else "undecided"
    bend = Binary("-", Binary("+", lines[0], lines[2]), Binary("*", Num("2"), lines[1]))
    steps = equal(lines[0], lines[1], domain), equal(bend, Num("0"), domain, lenient=True)
    if steps == ("different", "equal"):
        return "equal"
    return "undecided" if "undecided" in steps else "fixed"


def _constant_difference(a: Node, b: Node, domain: Mapping[str, Domain]) -> Equality:
    names = sorted(survey(a).names | survey(b).names)
    if not names:
        return "equal"
    task = _Task(a, b, domain)
    first: tuple[Any, Any] | None = None
    agreed = 0
    for env in _environments(a, b, names, domain):
        pair = task.pair(env, BITS[1])
        if pair is None or pair == "none":
            continue
        if isinstance(pair, str):
            return "different"
        if first is None:
            first = pair
            continue
        with ctx.workprec(BITS[1]):
            same = values.agree(pair[0] - first[0], pair[1] - first[1], BITS[0])
        if same is False:
            return "different"
        agreed += same is True
    enough = agreed >= ENOUGH - 1 and (fine.resolves(BITS[1], a, b) or fine.same_form(a, b))
    return "equal" if enough else "undecided"


# --- what occurs in an expression --------------------------------------------------------------------------


class Survey(NamedTuple):
    """What occurs in a tree."""

    names: frozenset[str]
    numbers: tuple[str, ...]
    """Literals, as typed."""
    calls: frozenset[str]
    """Functions, constants such as pi, and "^" for powers that are not whole."""
    symbols: frozenset[str]
    """Function symbols that are not built in."""
    linear: bool
    """True when vectors or matrices are written out, or I occurs."""
    size: int
    """Parts of the tree."""


_BRANCHING = frozenset(
    ("abs", "max", "min", "relu", "sign", "floor", "ceil", "norm", "sqrt", "cbrt", "root", "ln", "log", "log2", "log10",
     "asin", "acos", "acosh", "atanh", "^")
)  # fmt: skip
"""Functions that may agree on one stretch and differ on another (sqrt(f^2) and f): these need many points."""


_SURVEYS: dict[int, tuple[Node, Survey]] = {}
"""The last surveys by the identity of their tree, which is kept alive beside them: one judgement asks many times."""
_SURVEYS_KEPT = 64


def survey(node: Node) -> Survey:
    """The names, literals and functions of a tree."""
    known = _SURVEYS.get(id(node))
    if known is not None:
        return known[1]
    if len(_SURVEYS) >= _SURVEYS_KEPT:
        _SURVEYS.clear()
    made = _survey(node)
    _SURVEYS[id(node)] = node, made
    return made


def _survey(node: Node) -> Survey:
    names: set[str] = set()
    numbers: dict[str, None] = {}
    calls: set[str] = set()
    linear, size = False, 0
    stack: list[Any] = [node]
    while stack:
        here = stack.pop()
        size += 1
        kind = type(here)
        if kind is Binary:
            stack += (here.left, here.right)
            if here.op == "^" and not _is_whole(here.right) and not isinstance(here.left, Const):
                calls.add("^")
        elif kind is Name:
            names.add(here.name)
        elif kind is Num:
            numbers[here.text] = None
        elif kind is Neg:
            stack.append(here.argument)
        elif kind is Group:
            stack.append(here.inner)
        elif kind is Call:
            calls.add(here.function)
            stack += here.arguments
        elif kind is Const:
            calls.add(here.name)
            linear = linear or here.name == "I"
        else:
            linear = True
            stack += below(here)
    known = values.FUNCTIONS | _OTHERS
    return Survey(frozenset(names), tuple(numbers), frozenset(calls), frozenset(calls - known), linear, size)


_OTHERS = frozenset(("pi", "e", "i", "inf", "I", "^"))
_NEAR = {"pi": fmpq(355, 113), "e": fmpq(1264, 465)}
"""Where thresholds may lie that come from these constants."""


def _is_whole(exponent: Node) -> bool:
    if isinstance(exponent, (Neg, Group)):
        return _is_whole(exponent.argument if isinstance(exponent, Neg) else exponent.inner)
    return isinstance(exponent, Num) and exponent.text.isdigit()


# --- constants ---------------------------------------------------------------------------------------------


def _constants(a: Node, b: Node) -> Equality:
    """Two values without names, at rising precision."""
    for bits in STEPS:
        pair = _both(a, b, {}, bits)
        if pair is None:
            continue
        if isinstance(pair, str):
            return "different" if pair == "one" else "undecided"
        with ctx.workprec(bits):
            same = values.same_value(*pair, bits)
        if same and _irrational(pair) and not (fine.resolves(bits, a, b) or fine.same_form(a, b)):
            continue
        if same is not None:
            return "equal" if same else "different"
    return "undecided"


def _irrational(pair: tuple[Any, Any]) -> bool:
    return not all(isinstance(x, (fmpq, Matrix)) for x in pair)


def _both(a: Node, b: Node, env: Mapping[str, Any], bits: int) -> tuple[Any, Any] | Literal["one", "none"] | None:
    """Both values, None when imprecise, "one" / "none" when so many of them are defined."""
    found = []
    for node in (a, b):
        try:
            found.append(values.computed(node, env, bits))
        except Imprecise:
            return None
        except Undefined:
            continue
    if len(found) == 2:
        return found[0], found[1]
    return "one" if found else "none"


# --- rational functions ------------------------------------------------------------------------------------


class _NotRational(Exception):  # noqa: N818 - a signal, not an error
    """Something else than + - * / and whole powers."""


def _residues_agree(a: Node, b: Node, names: list[str]) -> bool | None:
    """Equality of two rational functions over Q; None when they are not (or are nowhere defined)."""
    stream = _stream(a, b)
    try:
        for prime in PRIMES:
            env = {name: stream.below(prime) for name in names}
            if _residue(a, env, prime) != _residue(b, env, prime):
                return False
    except (_NotRational, ValueError):  # ValueError: no inverse modulo the prime
        return None
    return True


def _residue(node: Any, env: dict[str, int], prime: int) -> int:
    kind = type(node)
    if kind is Binary:
        op = node.op
        if op == "^":
            return pow(_residue(node.left, env, prime), _whole_exponent(node.right), prime)
        left, right = _residue(node.left, env, prime), _residue(node.right, env, prime)
        if op == "*":
            return left * right % prime
        if op == "+":
            return (left + right) % prime
        if op == "-":
            return (left - right) % prime
        return left * pow(right, -1, prime) % prime
    if kind is Name:
        return env[node.name]
    if kind is Num:
        value = values.number(node.text, node.percent)
        return int(value.p) * pow(int(value.q), -1, prime) % prime if value.q != 1 else int(value.p) % prime
    if kind is Neg:
        return -_residue(node.argument, env, prime) % prime
    if kind is Group:
        return _residue(node.inner, env, prime)
    raise _NotRational


def _whole_exponent(node: Node) -> int:
    if survey(node).names:
        raise _NotRational
    value = values.rational(node)
    if value is None or value.q != 1 or abs(value.p) > LARGEST_EXPONENT:
        raise _NotRational
    return int(value.p)


# --- by points ---------------------------------------------------------------------------------------------


def _stream(a: Node, b: Node) -> Stream:
    """Random bits that depend on the two expressions, in either order."""
    encode = msgspec.json.encode
    return Stream(b"|".join(sorted((sha256(encode(a)).digest(), sha256(encode(b)).digest()))))


def _environments(
    a: Node, b: Node, names: list[str], domains: Mapping[str, Domain], dense: bool = False
) -> Iterator[dict[str, Any]]:
    """Sample points, with a function for each function symbol."""
    stream, facts = _stream(a, b), (survey(a), survey(b))
    numbers = [values.number(text) for text in dict.fromkeys(facts[0].numbers + facts[1].numbers)]
    numbers += [x for name, x in _NEAR.items() if name in facts[0].calls | facts[1].calls]
    if dense:
        numbers = _thresholds(a, b, numbers)
    symbols = {name: _generic(name) for name in facts[0].symbols | facts[1].symbols}
    for point in points(names, domains, numbers, stream, dense):
        yield {**point, **symbols}


def _thresholds(a: Node, b: Node, numbers: list[fmpq]) -> list[fmpq]:
    """Where branches may lie: numbers that are computed (10^6, 3/4), the literals, and their reciprocals."""
    found: list[fmpq] = []
    stack = [a, b]
    while stack and len(found) < 8:
        here = stack.pop()
        if isinstance(here, Binary) and not values.has_names(here):
            value = _rational_or_none(here)
            found += [value] if value is not None else []
        else:
            stack.extend(below(here))
    found += numbers
    return list(dict.fromkeys([*found, *(1 / x for x in found if x != 0 and abs(x) != 1)]))


def _rational_or_none(node: Node) -> fmpq | None:
    try:
        return values.rational(node)
    except Unreadable:
        return None


class _Task:
    """One comparison by points, and the work left for it, in nodes evaluated at 128 bits."""

    __slots__ = ("a", "b", "bits", "domains", "left", "lenient", "size", "whole")

    def __init__(self, a: Node, b: Node, domains: Mapping[str, Domain], lenient: bool = False) -> None:
        self.a, self.b, self.lenient, self.domains = a, b, lenient, domains
        self.bits: tuple[int, ...] = BITS
        self.size = survey(a).size + survey(b).size
        self.left = WORK
        self.whole = frozenset(name for name, where in domains.items() if where.whole)

    def verdict(self, envs: Iterable[dict[str, Any]], enough: int) -> Equality:
        """What the points say; with fewer points than `enough`, all of them must agree."""
        agreed, possible = 0, 0
        for env in envs:
            if self.left <= 0:
                break
            possible += 1
            same = self._agree_at(env)
            if same is False:
                return "different"
            agreed += same is True
        return "equal" if agreed >= min(enough, max(possible, 1)) else "undecided"

    def defined(self, envs: Iterable[dict[str, Any]]) -> Equality:
        """What there is to ask of two expressions of the same form: have they a value anywhere?"""
        return "equal" if any(self._agree_at(env) for env in envs) else "undecided"

    def _agree_at(self, env: dict[str, Any]) -> bool | None:
        """Agreement at one point; None where it does not count (undefined, or too hard to tell)."""
        for bits in self.bits:
            pair = self.pair(env, bits)
            if pair is None:
                continue
            if isinstance(pair, str):
                return False if pair == "one" else None
            with ctx.workprec(bits):
                same = values.same_value(*pair, bits, constant=False)
            if same is not None:
                return same
        return None

    def pair(self, env: dict[str, Any], bits: int) -> tuple[Any, Any] | Literal["one", "none"] | None:
        """Both values; "one" where only one side has a value on a whole neighbourhood."""
        if self.left <= 0:
            return "none"
        self.left -= self.size * bits // BITS[0]
        pair = _both(self.a, self.b, env, bits)
        if pair == "one" and (self.lenient or not self._one_sided_nearby(env)):
            return "none"
        return pair

    def _one_sided_nearby(self, env: dict[str, Any]) -> bool:
        """Is one side undefined on a whole neighbourhood? A hole at a single point does not count."""
        for shift in (fmpq(1, 1_000_003), fmpq(-1, 1_500_007)):
            moved = {
                name: x + shift * (1 + i) * max(abs(x), 1) if self._can_move(name, x) else x
                for i, (name, x) in enumerate(env.items())
            }
            if _both(self.a, self.b, moved, BITS[0]) != "one":
                return False
        return True

    def _can_move(self, name: str, x: Any) -> bool:
        return isinstance(x, fmpq) and name not in self.whole


def _generic(name: str) -> Any:
    """A smooth function without symmetries that stands for the function symbol `name`."""
    stream = Stream(b"function " + name.encode())
    numbers = [fmpq(stream.below(900) + 100, 311) for _ in range(16)]

    def function(*arguments: Any) -> Any:
        from flint import arb

        if len(arguments) > 5:
            raise Unreadable(f"{name} has too many arguments.", code="arguments")
        inner = sum((arb(x) * c for x, c in zip(arguments, numbers, strict=False)), arb(numbers[5]))
        other = sum((arb(x) * c for x, c in zip(arguments, numbers[6:], strict=False)), arb(numbers[11]))
        return inner.sin() + (other / 7).cos() * numbers[12] + other.atan() * numbers[13]

    return function


def _matrix_points(
    a: Node,
    b: Node,
    names: list[str],
    domains: Mapping[str, Domain],
    shapes: Shapes,
    properties: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Points whose matrix names are small random rational matrices."""
    facts = survey(a), survey(b)
    scalars = [name for name in names if name not in shapes]
    stream = _stream(a, b)
    plain = _environments(a, b, scalars, domains)
    tiny = bool((facts[0].calls | facts[1].calls) & fine.STEEP)
    for env in islice(plain if scalars else iter([{} for _ in range(6)]), 8):
        symbols = {name: _generic(name) for name in facts[0].symbols | facts[1].symbols}
        found = matrices({n: shapes[n] for n in names if n in shapes}, properties, stream, tiny=tiny)
        yield {**symbols, **env, **found}
