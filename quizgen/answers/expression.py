"""Expression: a formula in declared names, equal to the right one wherever they may lie."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from msgspec.structs import replace

from quizgen.answers.base import BRIEF, CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import (
    UNDECIDED,
    author,
    faults,
    guarded,
    is_complex,
    once,
    replied,
    unicode_minus,
)
from quizgen.answers.source import source
from quizgen.answers.syntax import (
    Call,
    Logic,
    Neg,
    Node,
    Relation,
    Rows,
    Sequence,
    Unreadable,
    Vocabulary,
    Word,
    bare,
)

CONSTANTS = ("C", "c", "K", "k")
"""What a constant of integration may be called."""


class ExpressionAnswer(Answer, frozen=True, tag="expression", omit_defaults=True, rename={"text": "value"}):
    """A formula in `names`, right when it is equal to `text` as a function on the declared domain.

    Names are real unless `domain` says "positive", "nonzero", "nonnegative", "integer", "natural", "complex" or an
    interval such as "(0, 1)"; with `shapes` they are matrices, which are compared at random rational matrices
    that have the `properties` ("symmetric", "invertible", "orthogonal", "positive definite", "unit", ...).
    The domain of definition counts, single points do not: ln(x^2) is not 2 ln(x) on the reals, x^2/x is x.

    A left side that is a lone name or call is dropped: "f'(x) = 2x". With `constant`, `text` is one
    antiderivative and any other is right: "required" wants + C, "optional" does not.

    Codes: "shape", "sign", "transposed", "domain" (equal only where both sides have real values), "conjugate",
    "factor" (off by a constant factor), "term" (one too few or too many), "log-base", "constant-missing" (the
    antiderivative without its constant), "constant" (one that does not reach them all), "word", "undefined"
    (nowhere a real value), else "incorrect"; "partial" where some entries of a vector or matrix are right.
    """

    text: str
    """The right expression in the answer language ("value" in JSON)."""
    names: tuple[str, ...] = ()
    domain: dict[str, str] = {}
    shapes: dict[str, tuple[int, int]] = {}
    """Rows and columns of the names that are vectors or matrices; a vector is (n, 1)."""
    properties: dict[str, str] = {}
    functions: tuple[str, ...] = ()
    """Declared function symbols, such as "f" in f(x) g'(x)."""
    form: str = ""
    """A form that is asked for as well, such as "factored" (not judged yet)."""
    constant: Literal["none", "optional", "required"] = "none"
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, names: tuple[str, ...] | None = None, **options: Any) -> ExpressionAnswer:
        """From a sympy expression (its symbols become `names` where none are given) or from text."""
        if names is None:
            symbols = getattr(value, "free_symbols", ())
            names = tuple(sorted(str(symbol) for symbol in symbols)) or tuple(options.get("shapes", ()))
        return cls(source(value), tuple(names), **options)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the text may use."""
        matrices = tuple(name for name in self.names if self.shapes.get(name, (1, 1)) != (1, 1))
        return Vocabulary(names=self.names, matrices=matrices, functions=self.functions)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        vocabulary = self.vocabulary
        if self.constant != "none":
            extra = tuple(name for name in CONSTANTS if name not in self.names)
            vocabulary = Vocabulary(vocabulary.names + extra, vocabulary.matrices, vocabulary.functions)
        first = self.names[0] if self.names else "x"
        example = f"{first}^2 + C" if self.constant == "required" else f"2{first} + 1"
        return (
            Field("answer", self.label, "line", self._expects(), example=example, vocabulary=vocabulary, labelled=True),
        )

    def _expects(self) -> str:
        node = self.node
        return "vector" if isinstance(node, Sequence) else "matrix" if isinstance(node, Rows) else "value"

    @property
    def node(self) -> Node:
        """The right expression as a tree."""
        return bare(author(self.text, self.vocabulary))

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable, also for shapes that do not fit inside the reply."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        node = bare(replied(response, self.fields()[0]))
        if isinstance(node, Word) or isinstance(self.node, Word):
            same = isinstance(node, Word) and node == replace(self.node, at=node.at)
            return CORRECT if same else incorrect("word")
        if isinstance(node, (Relation, Logic)):
            raise Unreadable(
                "An expression is asked for, not an equation.", node.at, code="not-a-value", hint="type one side"
            )
        if self.constant != "none":
            return self._judge_antiderivative(node)
        if self.shapes or isinstance(self.node, (Sequence, Rows)):
            fitted = self._fitted(node)
            if isinstance(fitted, Verdict):
                return fitted
            node = fitted
        return self._judge_equality(node)

    def _judge_equality(self, node: Node) -> Verdict:
        answer = self._equal(node, self.node)
        if answer == "equal":
            return CORRECT
        if self._is_complex or (not self.shapes and self._has_i(node)):
            return self._judge_complex(node, answer)
        if answer == "undecided":
            return self._unsettled(node)
        if BRIEF.get():
            return incorrect()
        if self._equal(Neg(node), self.node) == "equal":
            return incorrect("sign", "Check the sign.")
        if self.shapes and self._equal(Call("transpose", (node,)), self.node) == "equal":
            return incorrect("transposed", "This is the transpose.")
        self._refuse_undefined(node)
        if self._equal(node, self.node, lenient=True) == "equal":
            message = "This is right only where both have real values: one of them has none at other points."
            return incorrect("domain", message)
        return self._near_miss(node)

    def _near_miss(self, node: Node) -> Verdict:
        from quizgen.answers import compare, near

        where = self._domains()
        found = near.expression_miss(
            node, self.node, self._equal, lambda nodes: compare.probe(nodes, where, self.shapes, self.properties)
        )
        return incorrect(*found) if found else self._by_entries(node) or incorrect()

    def _by_entries(self, node: Node) -> Verdict | None:
        """Partial, where both are written out as vectors or matrices of one shape and some entries are right."""
        from quizgen.answers.entrywise import scored
        from quizgen.answers.values import entries

        typed, right = entries(node), entries(self.node)
        if not typed or not right or [*map(len, typed)] != [*map(len, right)]:
            return None
        table = [[self._equal(x, y) for x, y in zip(*rows, strict=True)] for rows in zip(typed, right, strict=True)]
        if any(v == "undecided" for row in table for v in row):
            return None
        wrong = [(i, j) for i, row in enumerate(table) for j, v in enumerate(row) if v == "different"]
        return scored(node, wrong, (len(right), len(right[0])))

    def _has_i(self, node: Node) -> bool:
        from quizgen.answers.complexes import mentions_i

        return mentions_i(node)

    def _judge_complex(self, node: Node, answer: str) -> Verdict:
        """What differs, or is not real where the right expression is."""
        if not self._is_complex:
            answer = self._complex_equal(node, self.node)
        if answer == "equal":
            return CORRECT
        if answer == "undecided":
            return UNDECIDED
        if BRIEF.get():
            return incorrect()
        if self._complex_equal(Neg(node), self.node) == "equal":
            return incorrect("sign", "Check the sign.")
        if not self._is_complex:
            self._refuse_undefined(node)
        elif self._complex_equal(Call("conj", (node,)), self.node) == "equal":
            return incorrect("conjugate", "This is the complex conjugate.")
        return incorrect()

    def _unsettled(self, node: Node) -> Verdict:
        """Undecided; a constant that is too large to compute is unreadable."""
        from quizgen.answers import compare, values

        if not compare.survey(node).names:
            values.evaluate(node)
        return UNDECIDED

    def _refuse_undefined(self, node: Node) -> None:
        """Raises Undefined where the reply has no real value anywhere, such as x/0."""
        from quizgen.answers import compare

        reason = None if self.shapes else compare.nowhere(node, self._domains())
        if reason is not None:
            raise reason

    def _equal(self, a: Node, b: Node, lenient: bool = False) -> str:
        from quizgen.answers import compare

        if self._is_complex:
            return self._complex_equal(a, b)
        return compare.equal(a, b, self._domains(), shapes=self.shapes, properties=self.properties, lenient=lenient)

    @property
    def _is_complex(self) -> bool:
        """True where the right expression, or a name, is complex."""
        if self.shapes:
            return False
        return "complex" in self.domain.values() or is_complex(self.text, self.vocabulary)

    def _complex_equal(self, a: Node, b: Node) -> str:
        from quizgen.answers import compare, complexes

        names = sorted(compare.survey(a).names | compare.survey(b).names)
        planes = [name for name in names if self.domain.get(name) == "complex"]
        found = complexes.equal(a, b, names, self._domains(), planes)
        return "undecided" if found is None else "equal" if found else "different"

    def _domains(self) -> dict[str, Any]:
        from quizgen.answers import compare

        return {name: compare.domain(text) for name, text in self.domain.items() if text != "complex"}

    def _fitted(self, node: Node) -> Node | Verdict:
        """The reply in the shape of the answer, or the verdict that it has another shape."""
        from quizgen.answers import compare

        shapes = [compare.shape(x, self._domains(), self.shapes, self.properties) for x in (node, self.node)]
        typed, wanted = shapes
        if typed is None or wanted is None or typed == wanted:
            return node
        if typed == wanted[::-1]:
            transposed = Call("transpose", (node,), node.at)
            if 1 in typed and (isinstance(self.node, (Sequence, Rows)) or isinstance(node, (Sequence, Rows))):
                return transposed
            if self._equal(transposed, self.node) == "equal":
                return incorrect("transposed", "This is the transpose.")
        return incorrect("shape", f"Your answer is {_named(typed)}; the right one is {_named(wanted)}.")

    def _judge_antiderivative(self, node: Node) -> Verdict:
        from quizgen.answers import compare

        if compare.survey(node).linear:
            return incorrect("shape", "One expression is asked for, not several.")
        constants = sorted((compare.survey(node).names - set(self.names)) & set(CONSTANTS))
        if len(constants) > 1:
            return incorrect("constant", "One constant is enough.")
        found = compare.antiderivative(node, self.node, constants[0] if constants else "", self._domains())
        if found == "undecided":
            return self._unsettled(node)
        if found == "different":
            self._refuse_undefined(node)
            negative = compare.antiderivative(Neg(node), self.node, constants[0] if constants else "", self._domains())
            return incorrect("sign", "Check the sign.") if negative == "equal" else incorrect()
        if found == "fixed":
            return incorrect("constant", f"Not every antiderivative is reached by a choice of {constants[0]}.")
        if self.constant == "required" and not constants:
            return incorrect("constant-missing", "Add the constant of integration: + C.")
        return CORRECT

    def typed(self) -> dict[str, str]:
        """The expression, with + C where it is required."""
        return {"answer": self.text + " + C" * (self.constant == "required")}

    def notations(self) -> Iterator[dict[str, str]]:
        """Products with and without signs, ** for ^, LaTeX, other order, "y = ..." before it."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        from quizgen.answers.echo import tex, typed
        from quizgen.answers.trees import reordered, spelled_out

        node, end = self.node, " + C" * (self.constant == "required")
        yield self.text + end
        yield typed(node) + end
        yield unicode_minus(self.text) + end
        if isinstance(node, Word):
            return
        yield typed(spelled_out(node)).replace("^", "**") + end
        yield typed(reordered(node, bool(self.vocabulary.matrices))) + end
        if "y" not in self.names:
            yield f"y = {self.text}{end}"
        if not isinstance(node, (Sequence, Rows)):
            yield f"({self.text}){end}"
            yield tex(node) + end

    def tex(self) -> str:
        """The expression as LaTeX."""
        from quizgen.answers.echo import written

        return written(self.node) + "+C" * (self.constant == "required")

    def value(self) -> Expression:
        """The expression, to be evaluated at numbers or matrices."""
        return Expression(self.text, self.vocabulary)

    def perturbed(self) -> Iterator[ExpressionAnswer]:
        """One slip each: signs, dropped terms and factors, exponents, coefficients, functions."""
        from quizgen.answers.echo import typed
        from quizgen.answers.trees import slips

        if isinstance(self.node, Word):
            yield replace(self, text="0")
            return
        for text in once(typed(wrong) for wrong in slips(self.node)):
            if text != self.text:
                yield replace(self, text=text)

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        strangers = sorted({*self.domain, *self.shapes, *self.properties} - set(self.names))
        if strangers:
            return (f"{', '.join(strangers)} is described but not among the names",)
        return faults(self)


def _named(shape: tuple[int, int]) -> str:
    if shape == (1, 1):
        return "a number"
    if shape[1] == 1:
        return f"a column with {shape[0]} entries"
    if shape[0] == 1:
        return f"a row with {shape[1]} entries"
    return f"a {shape[0]}×{shape[1]} matrix"


class Expression:
    """A right expression for `verify`: `.source` is its text, `.at(x=0.5)` its value."""

    __slots__ = ("_node", "source")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.source = text
        self._node = author(text, vocabulary)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self._node == other._node

    def __hash__(self) -> int:
        return hash(self._node)

    def at(self, **values: Any) -> Any:
        """The value where the names have these values.

        Floats, ints and exact rationals give a float (nan where it has no real value); `exact.Matrix` gives a
        Matrix where all is rational, rows of floats otherwise, and a float where the value is a number.
        """
        arb, fmpq, exact, evaluation = _tools()
        try:
            value = evaluation.evaluate(self._node, {name: _exactly(x) for name, x in values.items()})
        except evaluation.Undefined:
            return float("nan")
        if isinstance(value, fmpq):
            return int(value.p) / int(value.q)
        if isinstance(value, arb):
            return float(value.mid())
        if isinstance(value, exact.Matrix):
            return value
        return [[float(arb(x).mid()) for x in row] for row in evaluation.table(value)]


@cache
def _tools() -> tuple[Any, Any, Any, Any]:
    """What `at` needs, imported at its first call."""
    from flint import arb, fmpq

    from quizgen import exact
    from quizgen.answers import values

    return arb, fmpq, exact, values


def _exactly(value: Any) -> Any:
    """A number as an exact rational (a float is what it is in binary); matrices and functions stay."""
    rational = _tools()[1]
    if isinstance(value, int):
        return rational(value)
    return rational(*value.as_integer_ratio()) if hasattr(value, "as_integer_ratio") else value
