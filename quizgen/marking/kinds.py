"""From an answer as text to a verdict: which kind it is, and which judge it goes to.

The judges work on trees and use the kinds of `quizgen.answers`; what a bare answer adds is that nothing is
declared: names, kind, brackets and constants of integration are taken from the two texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from quizgen.answers.base import CORRECT, Verdict, incorrect
from quizgen.answers.echo import typed
from quizgen.answers.language import read
from quizgen.answers.names import GREEK_NAMES, whole_reply
from quizgen.answers.replies import UNDECIDED, unbraced, without_left_side
from quizgen.answers.syntax import (
    Binary,
    Call,
    Group,
    Interval,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Rows,
    SetOf,
    SetOperation,
    Union,
    Unreadable,
    Vocabulary,
    Word,
    bare,
)  # fmt: skip
from quizgen.answers.syntax import Sequence as Items
from quizgen.errors import QuizgenError
from quizgen.marking import MarkError, unreadable
from quizgen.marking.letters import symbols, vocabulary
from quizgen.marking.options import Options, options

if TYPE_CHECKING:
    from quizgen.answers.alike import Scope
    from quizgen.answers.assume import Assumed

TRUTH = ("true", "false")
READABLE = Verdict("correct", 1.0, "readable")
_EXPECTS = {
    "number": "value", "expression": "value", "polynomial": "value", "antiderivative": "value", "vector": "vector",
    "direction": "vector", "matrix": "matrix", "set": "set", "list": "set", "tuple": "solutions",
    "interval": "interval", "equation": "relation", "inequality": "relation", "basis": "vectors", "span": "vectors",
    "orthonormal-basis": "vectors", "affine-set": "solutions", "boolean": "value", "word": "solutions",
}  # fmt: skip
_SAME_KIND = {
    "": "auto", "numeric": "number", "numerical": "number", "complex": "number", "formula": "expression",
    "algebraic": "expression", "point": "tuple", "ordered-list": "tuple", "union": "interval", "system": "equation",
    "relation": "inequality", "eigenvector": "direction", "orthonormal": "orthonormal-basis", "affine": "affine-set",
    "solution-set": "affine-set", "integral": "antiderivative", "truth": "boolean", "text": "word", "string": "word",
    "unordered-list": "list", "multiple-choice": "choice", "spanning-set": "span",
}  # fmt: skip


class Case:
    """One answer and one response, with all that is declared."""

    def __init__(
        self,
        answer: str,
        response: str,
        kind: str,
        variables: Sequence[str] | None,
        domain: Mapping[str, str],
        given: Options,
    ) -> None:
        self.answer, self.response, self.options, self.variables = answer, response, given, variables
        matrices = tuple(name for name, shape in given.shapes.items() if shape != (1, 1))
        if kind == "boolean" or (kind == "auto" and answer.strip().lower() in TRUTH):
            self.vocabulary = Vocabulary(words=TRUTH)
        else:
            functions = given.functions or symbols(answer, response, variables, given.implicit)
            self.vocabulary = vocabulary(answer, response, variables, given.implicit, functions, given.words, matrices)
        self.domain = domain
        self.auto = kind == "auto"
        self.kind = self._structure() if kind == "auto" else kind
        self.node: Node | None = None
        """The response, once it is read."""

    # --- the answer ------------------------------------------------------------------------------------

    def _structure(self) -> str:
        if self.options.constant is not None:
            return "antiderivative"
        if self.options.shapes:
            return "expression"
        return structure(self._read_answer("solutions"), self.answer)

    def _read_answer(self, expects: str) -> Node:
        try:
            return bare(_read(self.answer, self.vocabulary, expects))
        except Unreadable as error:
            raise MarkError(f"the answer cannot be read: {error.message} ({error.hint})", "answer") from None

    @cached_property
    def right(self) -> Node:
        """The answer as a tree; names that an assumption replaces are replaced."""
        return self._replaced(self._read_answer(_EXPECTS[self.kind]))

    def _replaced(self, node: Node) -> Node:
        from quizgen.answers.trees import substituted

        return substituted(node, self.assumed.replaced) if self.options.conditions and self.assumed.replaced else node

    @cached_property
    def assumed(self) -> Assumed:
        """Domains from `domain` and `assume`."""
        from quizgen.answers.assume import assumed

        try:
            return assumed(self.options.conditions, self.domain, self.vocabulary)
        except QuizgenError as error:
            raise MarkError(str(error), "assume" if self.options.conditions else "domain") from None

    @cached_property
    def scope(self) -> Scope:
        """What the names mean and what deviation is allowed."""
        from quizgen.answers.alike import Scope
        from quizgen.answers.closeness import rounding

        given = self.options
        try:
            allowed = rounding(given.bound("absolute"), given.bound("relative"), given.decimals, given.significant)
        except QuizgenError as error:
            raise MarkError(str(error), "option") from None
        return Scope(self.assumed.domain if self.domain or given.conditions else {}, allowed)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the answer."""
        from quizgen.answers.compare import survey

        return survey(self.right).names

    # --- the response ----------------------------------------------------------------------------------

    def reply(self, expects: str = "", left_side: bool = False) -> Node:
        """The response as a tree. Raises Unreadable."""
        text = self.response
        if left_side and not isinstance(self.right, (Relation, Logic)):
            text = self._without_left_side()
        self.node = bare(_read(text, self.vocabulary, expects or _EXPECTS[self.kind]))
        if self.variables is not None:
            self._refuse_strangers(self.node)
        return self._replaced(self.node)

    def _without_left_side(self) -> str:
        """The response without "y =" before it, unless y is a name of the answer."""
        text = without_left_side(self.response)
        if text == self.response:
            return text
        name = self.response.partition("=")[0].partition("(")[0].strip(" :'")
        product = name.isalpha() and 1 < len(name) < 4 and name not in (*self.vocabulary.names, *GREEK_NAMES)
        return self.response if name in self.names or product else text

    def _refuse_strangers(self, node: Node) -> None:
        from quizgen.answers.trees import places

        for place in places(node):
            if isinstance(place, Name) and place.name not in self.names and place.name not in (self.variables or ()):
                if place.name in self.options.shapes:
                    continue
                known = ", ".join(self.variables or ()) or "no letters"
                raise Unreadable(
                    f"“{place.name}” is not known in this question", place.at, code="unknown-name", hint=f"use {known}"
                )


@lru_cache(maxsize=4096)
def _read(text: str, words: Vocabulary, expects: str) -> Node:
    """The tree of a text; the same for the same text."""
    return read(text, words, expects)


def structure(node: Node, text: str = "") -> str:
    """The kind that an answer is of."""
    if isinstance(node, Word):
        return "boolean" if node.word in TRUTH else "word"
    if isinstance(node, SetOf):
        return "set"
    if isinstance(node, (Interval, Union, SetOperation)):
        return "interval"
    if isinstance(node, (Relation, Logic)):
        return _of_relation(node)
    if isinstance(node, Rows):
        return "matrix"
    if isinstance(node, Items):
        return _of_items(node, text)
    return "expression"


def _of_relation(node: Node) -> str:
    from quizgen.answers.inequalities import is_equations

    if isinstance(node, Logic) and node.op == "or" and _one_unknown([bare(x) for x in node.parts]):
        return "set"
    return "equation" if is_equations(node) else "inequality"


def _of_items(node: Items, text: str) -> str:
    from quizgen.answers.values import infinite

    items = [bare(x) for x in node.items]
    if all(isinstance(x, (Relation, Logic)) for x in items):
        return "set" if _one_unknown(items) else _of_relation(node)
    if node.open == "":
        return "matrix" if "\n" in text.strip() and not any(isinstance(x, (Items, Rows)) for x in items) else "list"
    if node.open == "[" and all(isinstance(x, Items) and x.open == "[" for x in items):
        return "matrix"
    if len(items) == 2 and any(map(infinite, items)):
        return "interval"
    nested = any(isinstance(x, (Items, Rows, SetOf, Interval, Word)) for x in items)
    return "tuple" if node.open == "(" or nested else "vector"


def _one_unknown(items: Sequence[Node]) -> bool:
    """x = 1, x = 2: the values of one unknown."""
    lefts = {x.operands[0].name for x in items if isinstance(x, Relation) and isinstance(x.operands[0], Name)}
    simple = all(isinstance(x, Relation) and isinstance(x.operands[0], Name) and x.operators == ("=",) for x in items)
    return len(items) > 1 and len(lefts) == 1 and simple


def judged(
    answer: str,
    response: str,
    kind: str,
    variables: Sequence[str] | None,
    domain: Mapping[str, str],
    given: Mapping[str, Any],
) -> tuple[Verdict, str]:
    """The verdict, and how the response was read. Raises MarkError."""
    from quizgen.answers.balls import Imprecise, Undefined

    wanted = kind.strip().lower().replace("_", "-").replace(" ", "-")
    wanted = _SAME_KIND.get(wanted, wanted)
    if wanted not in (*JUDGES, "auto"):
        raise MarkError(f"there is no kind {kind!r}; the kinds are auto, {', '.join(JUDGES)}", "kind")
    declared = options(given)
    if wanted == "choice":
        return _judge_choice(answer, response), response.strip()
    if wanted == "word" and not declared.reading_only:
        return _judge_text(answer, response), " ".join(response.split())[:200]
    case = Case(answer, response, wanted, variables, domain, declared)
    case.scope  # noqa: B018 (what is declared is checked before anything is judged)
    try:
        verdict = _verdict(case)
    except Unreadable as error:
        verdict = unreadable(error)
    except Imprecise:
        verdict = UNDECIDED
    except Undefined as error:
        unread = error.code == "division-by-zero"
        verdict = unreadable(error.unreadable()) if unread else incorrect("undefined", error.message)
    return verdict, typed(case.node) if case.node is not None else ""


def _verdict(case: Case) -> Verdict:
    if case.options.reading_only:
        case.reply()
        return READABLE
    verdict = JUDGES[case.kind](case)
    if verdict.outcome == "correct" and case.options.form and case.node is not None:
        return _in_form(case, case.node) or verdict
    return verdict


def _in_form(case: Case, node: Node) -> Verdict | None:
    from quizgen.answers.forms import check

    if isinstance(node, Relation) and not isinstance(case.right, Relation) and case.kind != "set":
        node = node.operands[-1]
    try:
        return check(case.options.form, node, sorted(case.names))
    except QuizgenError as error:
        raise MarkError(str(error), "form") from None


# --- judges ------------------------------------------------------------------------------------------------


def _judge_value(case: Case) -> Verdict:
    """A number or an expression (also one that makes a vector or matrix)."""
    right = case.right
    node = case.reply("value", left_side=True)
    if case.options.shapes:
        return _judge_shaped(case)
    if isinstance(right, (Items, Rows, SetOf, Interval, Union, Relation, Logic)):
        raise MarkError(f"the answer is no {case.kind}", "answer")
    if (
        isinstance(node, Relation)
        and case.auto
        and set(node.operators) == {"="}
        and node.operands[0] == node.operands[1]
    ):
        node = node.operands[0]
    if isinstance(node, (Items, Rows)) and len(_flat(node)) == 1:
        node = bare(_flat(node)[0])
    if _is_other_type(node):
        return incorrect("type", "One value is asked for, and this is something else.")
    if isinstance(node, Word) or isinstance(right, Word):
        return CORRECT if _word(node) == _word(right) else incorrect("word")
    return _compare_values(case, node, right)


def _flat(node: Items | Rows) -> list[Node]:
    return list(node.items) if isinstance(node, Items) else [x for row in node.rows for x in row]


def _is_other_type(node: Node) -> bool:
    return isinstance(node, (Items, Rows, SetOf, Interval, Union, Relation, Logic))


def _word(node: Node) -> str:
    return node.word if isinstance(node, Word) else ""


def _compare_values(case: Case, node: Node, right: Node) -> Verdict:
    from quizgen.answers import complexes
    from quizgen.answers.alike import _is_real, scalars
    from quizgen.answers.compare import survey
    from quizgen.answers.number import NumberAnswer

    names = survey(node).names | case.names
    is_complex = complexes.mentions_i(node) or complexes.mentions_i(right)
    if not names and not is_complex and _is_real(right):
        given = case.options
        answer = NumberAnswer(
            typed(right), given.bound("absolute"), given.bound("relative"), given.significant, given.decimals
        )
        return answer.judge({"answer": _constant_text(node)})
    from quizgen.answers.values import infinite

    if infinite(node) or infinite(right):
        return CORRECT if infinite(node) == infinite(right) else incorrect()
    found = scalars(node, right, case.scope)
    if found:
        return CORRECT
    if found is None:
        return _unsettled(node, names)
    if scalars(Neg(node), right, case.scope):
        return incorrect("sign", "Check the sign.")
    return incorrect() if is_complex else _why_different(case, node, right)


def _constant_text(node: Node) -> str:
    return typed(node)


def _unsettled(node: Node, names: frozenset[str]) -> Verdict:
    """Undecided; a constant that is too large to compute is unreadable."""
    from quizgen.answers import values

    if not names:
        values.evaluate(node)
    return UNDECIDED


def _why_different(case: Case, node: Node, right: Node) -> Verdict:
    from quizgen.answers import compare

    domain = case.scope.domain
    reason = compare.nowhere(node, domain) if not compare.survey(node).linear else None
    if reason is not None:
        raise reason
    if compare.equal(node, right, domain, lenient=True) == "equal":
        message = "This is right only where both have real values: one of them has none at other points."
        return incorrect("domain", message)
    return incorrect()


def _judge_shaped(case: Case) -> Verdict:
    """Names that stand for matrices."""
    from quizgen.answers.expression import ExpressionAnswer

    given = case.options
    names = tuple(name for name in case.vocabulary.names if name in case.names or name in given.shapes)
    text = typed(case.right)
    answer = ExpressionAnswer(
        text, names, dict(case.domain), dict(given.shapes), dict(given.properties), given.functions
    )
    return answer.judge({"answer": typed(case.node) if case.node is not None else case.response})


def _judge_antiderivative(case: Case) -> Verdict:
    from quizgen.answers import compare

    right, letters = case.right, case.names
    if compare.survey(right).linear or isinstance(right, Word):
        raise MarkError("the answer is no expression", "answer")
    node = case.reply("value", left_side=True)
    if compare.survey(node).linear or isinstance(node, Word):
        return incorrect("type", "One expression is asked for.")
    declared = set(case.variables or ())
    own = _constants(right, letters, declared)
    extra = sorted(compare.survey(node).names - (letters - own) - declared)
    policy = case.options.constant or ("required" if own else "optional")
    if len(extra) > 1:
        return incorrect("constant", "One constant is enough.")
    from quizgen.answers.trees import substituted

    right = substituted(right, {name: Num("0") for name in own})
    found = compare.antiderivative(node, right, extra[0] if extra else "", case.scope.domain)
    if found == "different" and all(_extends(line, right, case) for line in _lines(node, extra)):
        found = "equal"
    if found == "equal" and extra and not _reaches_all(node, extra[0], case):
        found = "fixed"
    if found == "undecided":
        return UNDECIDED
    if found == "fixed":
        return incorrect("constant", f"Not every antiderivative is reached by a choice of {extra[0]}.")
    if found == "different":
        turned = compare.antiderivative(Neg(node), right, extra[0] if extra else "", case.scope.domain)
        return incorrect("sign", "Check the sign.") if turned == "equal" else incorrect()
    if policy == "required" and not extra:
        return incorrect("constant-missing", "Add the constant of integration: + C.")
    if policy == "none" and (extra or compare.equal(node, right, case.scope.domain) != "equal"):
        return incorrect("constant", "This one differs by a constant; a particular antiderivative is asked for.")
    return CORRECT


def _constants(right: Node, letters: frozenset[str], declared: set[str]) -> set[str]:
    """The letters of the answer that are constants of integration: a lone term such as + C."""
    from quizgen.answers.forms import terms

    alone = {x.name for x in map(bare, (bare(t) for t in terms(right))) if isinstance(x, Name)}
    found = {name for name in alone - declared if name in ("C", "c", "K", "k", "D", "A")}
    return found if letters - found else set()


def _lines(node: Node, extra: list[str]) -> list[Node]:
    """The expression with the constant 0, 1 and -1."""
    from quizgen.answers.trees import substituted

    if not extra:
        return [node]
    return [substituted(node, {extra[0]: x}) for x in (Num("0"), Num("1"), Group(Neg(Num("1"))))]


def _reaches_all(node: Node, constant: str, case: Case) -> bool:
    """Does the constant count for negative values as for positive ones? It does not in x + |C|."""
    from quizgen.answers import compare

    zero, one, minus = _lines(node, [constant])
    bend = Binary("-", Binary("+", one, minus), Binary("*", Num("2"), Group(zero)))
    return compare.equal(bend, Num("0"), case.scope.domain, lenient=True) == "equal"


def _extends(node: Node, right: Node, case: Case) -> bool:
    """ln|x| for ln(x): right where the answer has real values, and defined at more points."""
    from flint import ctx

    from quizgen.answers import compare
    from quizgen.answers.balls import Undefined
    from quizgen.answers.samples import Stream, points
    from quizgen.answers.values import agree, computed

    first: tuple[Any, Any] | None = None
    agreed = 0
    names = sorted(compare.survey(node).names | compare.survey(right).names)
    for env in points(names, case.scope.domain, [], Stream(b"extends")):
        try:
            value = computed(right, env, 512)
        except Undefined:
            continue
        try:
            pair = computed(node, env, 512), value
        except Undefined:
            return False
        first = first or pair
        with ctx.workprec(512):
            if agree(pair[0] - first[0], pair[1] - first[1], 128) is not True:
                return False
        agreed += 1
    return agreed >= compare.ENOUGH


def _judge_entries(case: Case) -> Verdict:
    """A vector or a matrix: shape, then entry by entry."""
    from quizgen.answers import values
    from quizgen.answers.compare import survey

    right, node = case.right, _by_name(unbraced(case.reply(left_side=True)))
    table = values.entries(right)
    if table is None:
        return _judge_computed(case, node)
    if case.auto and _is_interval_reply(node, right):
        return _judge_interval_node(case, node)
    if isinstance(node, SetOf):
        raise Unreadable("Braces are for sets.", node.at, code="not-a-value", hint="write [1, 2] or [1, 2; 3, 4]")
    if isinstance(node, (Interval, Union, Relation, Logic, Word)):
        return incorrect("type", "Write it as [1, 2].")
    if case.auto and _other_brackets(node, right):
        return incorrect("brackets", "Round and square brackets mean different things here.")
    vector = case.kind == "vector"
    if vector and len(table) == 1:
        table = [[x] for x in table[0]]
    if not survey(node).names and not case.names and not _has_i(node, right):
        from quizgen.answers.entrywise import judge_entries

        return judge_entries(node, table, case.scope.rounding, vector=vector)
    return _entrywise(case, node, table, vector)


def _by_name(node: Node) -> Node:
    """x = 1, y = 2 as a vector, where the names stand in alphabetical order. Raises Unreadable where they do not."""
    parts = (
        node.items if isinstance(node, Items) else node.parts if isinstance(node, Logic) and node.op == "and" else ()
    )
    equations = [x for x in parts if isinstance(x, Relation)]
    if not equations:
        return node
    names = [bare(x.operands[0]) for x in equations]
    texts = [x.name for x in names if isinstance(x, Name)]
    plain = len(equations) == len(parts) == len(texts) and all(x.operators == ("=",) for x in equations)
    if not plain or texts != sorted(set(texts)):
        raise Unreadable("A vector is asked for.", node.at, code="not-a-value", hint="write its entries as [1, 2]")
    return Items(tuple(x.operands[1] for x in equations), "[", node.at)


def _has_i(node: Node, right: Node) -> bool:
    from quizgen.answers.complexes import mentions_i

    return mentions_i(node) or mentions_i(right)


def _other_brackets(node: Node, right: Node) -> bool:
    """(1, 2) against [1, 2], which may be an open and a closed interval."""
    pair = isinstance(node, Items) and isinstance(right, Items) and len(right.items) == 2 == len(node.items)
    return pair and {node.open, right.open} == {"(", "["}  # type: ignore[union-attr]


def _judge_computed(case: Case, node: Node) -> Verdict:
    """An answer such as 2[1, 2] or A b, whose entries are not written out."""
    from quizgen.answers import compare

    found = compare.equal(node, case.right, case.scope.domain)
    return CORRECT if found == "equal" else UNDECIDED if found == "undecided" else incorrect()


def _entrywise(case: Case, node: Node, right: list[list[Node]], vector: bool) -> Verdict:
    """Entries with names, or complex ones."""
    from quizgen.answers import values
    from quizgen.answers.alike import alike
    from quizgen.answers.compare import survey
    from quizgen.answers.entrywise import scored

    rows = values.entries(node)
    if rows is None:
        return _judge_computed(case, node) if survey(node).linear else incorrect("shape", "One value is not enough.")
    if vector and len(rows) == 1:
        rows = [[x] for x in rows[0]]
    if [len(row) for row in rows] != [len(row) for row in right]:
        return incorrect("shape", f"This is {len(rows)}×{len(rows[0])}, and {len(right)}×{len(right[0])} is asked for.")
    found = [[alike(x, y, case.scope) for x, y in zip(*pair, strict=True)] for pair in zip(rows, right, strict=True)]
    if all(all(row) for row in found):
        return CORRECT
    wrong = [(i, j) for i, row in enumerate(found) for j, same in enumerate(row) if same is False]
    return scored(node, wrong, (len(right), len(right[0]))) if wrong else UNDECIDED


def _judge_tuple(case: Case) -> Verdict:
    from quizgen.answers import tuples

    right, node = case.right, case.reply(left_side=True)
    if case.auto and _is_interval_reply(node, right):
        return _judge_interval_node(case, node)
    if isinstance(node, (SetOf, Interval, Union, Relation, Logic)):
        return incorrect("type", "Values in order are asked for.")
    if case.auto and _other_brackets(node, right):
        return incorrect("brackets", "Round and square brackets mean different things here.")
    return tuples.judged(node, _values_of(right), case.scope)


def _values_of(node: Node) -> list[Node]:
    if isinstance(node, (Items, SetOf)):
        return list(node.items)
    if isinstance(node, Rows):
        return [Items(row, "(", row[0].at) for row in node.rows]
    return [node]


def _is_interval_reply(node: Node, right: Node) -> bool:
    """(1, 2) may have been meant as an interval: the response 1 < x < 2 says so."""
    pair = isinstance(right, Items) and right.open != "" and len(right.items) == 2
    return pair and isinstance(node, (Interval, Union, Relation, Logic))


def _judge_collection(case: Case) -> Verdict:
    """A set, or a list whose order does not count."""
    right, node = case.right, case.reply()
    wanted, given = _members(right), _members(node)
    if wanted is None:
        wanted = [right]
    if case.options.ordered and given is not None:
        from quizgen.answers import tuples

        return tuples.judged(Items(tuple(given), "(", node.at), wanted, case.scope)
    if given is None:
        wrong = isinstance(node, (Interval, Union, Relation, Logic, Word))
        return (
            incorrect("word" if isinstance(node, Word) else "type") if wrong else _compare_members(case, [node], wanted)
        )
    return _compare_members(case, given, wanted)


def _members(node: Node) -> list[Node] | None:
    """The members of a set, list, "x = 1 or x = 2"; None where it is no collection."""
    node = bare(node)
    if isinstance(node, Word):
        return [] if node.word == "none" else None
    if isinstance(node, (SetOf, Items)):
        if isinstance(node, Items) and node.open == "(":
            return None
        found = [_solution(x) for x in node.items]
        return [x for part in found for x in part]
    if isinstance(node, Logic) and node.op == "or":
        parts = [_members(x) for x in node.parts]
        return None if None in parts else [x for part in parts for x in part or ()]
    if isinstance(node, Relation):
        found_ = _solution(node)
        return None if found_ == [node] else found_
    return None


def _solution(node: Node) -> list[Node]:
    """x = 1 as 1."""
    inner = bare(node)
    if isinstance(inner, Relation) and inner.operators == ("=",) and isinstance(inner.operands[0], Name):
        value = bare(inner.operands[1])
        return list(value.items) if isinstance(value, (SetOf, Items)) else [value]
    return [inner]


def _compare_members(case: Case, typed_: list[Node], wanted: list[Node]) -> Verdict:
    from quizgen.answers.alike import MOST, matched, same_sets

    if len(typed_) > MOST:
        raise Unreadable(f"These are {len(typed_)} values, and {MOST} is the most I compare.", code="too-long")
    counted = case.options.multiplicity or (case.kind == "list")
    found = same_sets(typed_, wanted, case.scope, multiplicity=counted)
    if found:
        return CORRECT
    if found is None:
        return UNDECIDED
    if counted and same_sets(typed_, wanted, case.scope):
        return Verdict("partial", 0.5, "multiplicity", "The values are right, but not how often each of them occurs.")
    hits = sum(matched([x], [y], _same_in(case)) is True for x in typed_ for y in wanted)
    share = min(hits, len(wanted)) / (len(typed_) + len(wanted) - min(hits, len(wanted))) if typed_ and wanted else 0.0
    if not hits:
        return incorrect("extra" if not wanted else "incomplete" if not typed_ else "incorrect")
    code = "incomplete" if hits >= len(typed_) else "extra" if hits >= len(wanted) else "partial"
    return Verdict("partial", min(share, 0.99), code, "Some of these are right.")


def _same_in(case: Case) -> Callable[[Node, Node], bool | None]:
    from quizgen.answers.alike import alike

    return lambda x, y: alike(x, y, case.scope)


def _judge_interval(case: Case) -> Verdict:
    return _judge_interval_node(case, case.reply())


def _judge_interval_node(case: Case, node: Node) -> Verdict:
    """Sets of real numbers; ends may be expressions."""
    from quizgen.answers import alike, inequality
    from quizgen.answers.compare import survey

    if isinstance(node, SetOperation):
        node = Logic("and", (node,), node.at)
    right = case.right
    symbolic = survey(right).names if not isinstance(right, (Relation, Logic)) else frozenset()
    if symbolic:
        found = alike.alike(node, right, case.scope)
        return CORRECT if found else UNDECIDED if found is None else incorrect()
    return _unreal(node, right) or inequality.judged(node, right, dict(case.scope.domain))


def _judge_equation(case: Case) -> Verdict:
    from quizgen.answers import equation
    from quizgen.answers.inequalities import is_equations

    right = case.right
    if not is_equations(right):
        raise MarkError("the answer is no equation", "answer")
    node = case.reply()
    if isinstance(right, Relation) and case.auto and _is_value(right) and not isinstance(node, (Relation, Logic, Word)):
        return _compare_values(case, node, right.operands[1]) if not _is_other_type(node) else incorrect("type")
    return _unreal(node, right) or equation.judged(node, right, dict(case.scope.domain))


def _is_value(right: Relation) -> bool:
    """x = 3: the value alone is an answer as well."""
    from quizgen.answers.compare import survey

    lone = isinstance(bare(right.operands[0]), Name) and len(right.operands) == 2
    return lone and not survey(right.operands[1]).names


def _judge_inequality(case: Case) -> Verdict:
    from quizgen.answers import inequality

    right, node = case.right, case.reply("interval" if len(case.names) <= 1 else "relation")
    return _unreal(node, right) or inequality.judged(node, right, dict(case.scope.domain))


def _unreal(node: Node, right: Node) -> Verdict | None:
    """The verdict on a relation that calculates with i or infinity, where the right one does not."""
    from quizgen.answers.compare import survey
    from quizgen.answers.trees import places

    calls = survey(node).calls - survey(right).calls
    if "i" in calls:
        return incorrect("undefined", "This is not about real numbers.")
    if "inf" in calls and any(isinstance(x, (Binary, Call)) and "inf" in survey(x).calls for x in places(node)):
        return incorrect("undefined", "Infinity is not a number to calculate with.")
    return None


def _vectors(case: Case, node: Node) -> tuple[tuple[str, ...], ...]:
    """The vectors of an answer as texts."""
    from quizgen.answers import values

    if isinstance(node, SetOf) and len(node.items) == 1 and isinstance(bare(node.items[0]), (Items, Rows)):
        node = bare(node.items[0])
    found = []
    for vector in values.vectors(node):
        rows = values.entries(vector)
        if rows is None:
            raise MarkError("the answer is no list of vectors", "answer")
        found.append(tuple(typed(x) for row in rows for x in row))
    if len({len(x) for x in found}) > 1:
        raise MarkError("the vectors of the answer differ in length", "answer")
    return tuple(found)


def _judge_basis(case: Case) -> Verdict:
    from quizgen.answers.basis import BasisAnswer

    vectors = _vectors(case, case.right)
    if case.kind == "span":
        vectors = _independent(vectors)
    answer = BasisAnswer(
        vectors,
        orthonormal=case.kind == "orthonormal-basis",
        spanning=case.kind == "span",
        decimals=case.options.decimals,
    )
    case.reply()
    return answer.judge({"answer": case.response})


def _independent(vectors: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """A basis among the vectors."""
    from quizgen.answers import spaces

    def chosen(at: spaces.Precision) -> bool | None:
        kept.clear()
        for text in vectors:
            within = spaces.contains([spaces.numbers(v, at) for v in kept], spaces.numbers(text, at), at)
            if within is None:
                return None
            if not within:
                kept.append(text)
        return True

    kept: list[tuple[str, ...]] = []
    spaces.settle(chosen)
    return tuple(kept)


def _judge_direction(case: Case) -> Verdict:
    from quizgen.answers.vector import DirectionAnswer

    (vector,) = _vectors(case, case.right)[:1]
    case.reply(left_side=True)
    return DirectionAnswer(vector, decimals=case.options.decimals).judge({"answer": case._without_left_side()})


def _judge_affine(case: Case) -> Verdict:
    from quizgen.answers.affine import AffineAnswer

    names = tuple(case.variables or ())
    reader = AffineAnswer(names=names)
    words = reader.fields()[0].vocabulary
    right = bare(_read(case.answer, words, "solutions"))
    case.node = bare(_read(case.response, words, "solutions"))
    if isinstance(right, Word) or (isinstance(right, SetOf) and not right.items):
        return AffineAnswer.no_solution(names=names).judge({"answer": case.response})
    try:
        linear = reader.read(right)
    except Unreadable as error:
        raise MarkError(f"the answer cannot be read: {error.message}", "answer") from None
    point = linear.get("") or next(iter(linear.values())) * 0
    directions = [list(v.entries) for name, v in linear.items() if name and not v.is_zero]
    answer = AffineAnswer.of(point.entries, _independent_rows(directions), names=names)
    return answer.judge({"answer": case.response})


def _independent_rows(rows: list[list[Any]]) -> list[list[Any]]:
    from quizgen.exact import Matrix

    kept: list[list[Any]] = []
    for row in rows:
        if Matrix([*kept, row]).rank() > len(kept):
            kept.append(row)
    return kept


def _judge_boolean(case: Case) -> Verdict:
    right = case.right
    if not isinstance(right, Word) or right.word not in TRUTH:
        raise MarkError("the answer is neither true nor false", "answer")
    node = case.reply()
    if not isinstance(node, Word) or node.word not in TRUTH:
        raise Unreadable("This is neither true nor false.", node.at, code="option", hint="type true or false")
    return CORRECT if node.word == right.word else incorrect()


def _judge_word(case: Case) -> Verdict:
    """No solution, infinitely many, all real numbers."""
    from quizgen.answers.values import infinite

    right, node = case.right, case.reply()
    if _word(right) and (_word(node) or (isinstance(node, SetOf) and not node.items)):
        return CORRECT if _word(right) == (_word(node) or "none") else incorrect("word")
    whole = isinstance(node, Items) and any(map(infinite, node.items))
    if _word(right) in ("none", "all") and (whole or isinstance(node, (Interval, Union, Relation, Logic))):
        return _judge_interval_node(case, node)
    return incorrect("word")


def _judge_text(answer: str, response: str) -> Verdict:
    """Words of any kind: the same but for capitals, spaces and a full stop."""
    if not response.strip():
        return unreadable(Unreadable("Nothing typed yet", 0, code="empty", hint="type your answer"))
    if _folded(answer) == _folded(response):
        return CORRECT
    right, given = (whole_reply(text, Vocabulary(), "solutions") for text in (answer, response))
    return CORRECT if right is not None and right == given else incorrect("word")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")


def _judge_choice(answer: str, response: str) -> Verdict:
    """Letters or numbers of options, in any order."""
    wanted, given = _choices(answer), _choices(response)
    if not given:
        return unreadable(Unreadable("Nothing was chosen yet", 0, code="empty", hint="type a letter or a number"))
    if wanted == given:
        return CORRECT
    hits = len(wanted & given)
    share = max(0.0, (hits - len(given - wanted)) / len(wanted)) if len(wanted) > 1 else 0.0
    return Verdict("partial", min(share, 0.99), "partial") if share else incorrect()


def _choices(text: str) -> frozenset[str]:
    cleaned = text.casefold()
    for mark in "()[]{}.,;":
        cleaned = cleaned.replace(mark, " ")
    return frozenset(word for word in cleaned.split() if word not in ("and", "option", "answer"))


JUDGES: dict[str, Callable[[Case], Verdict]] = {
    "number": _judge_value,
    "expression": _judge_value,
    "polynomial": _judge_value,
    "antiderivative": _judge_antiderivative,
    "vector": _judge_entries,
    "matrix": _judge_entries,
    "direction": _judge_direction,
    "set": _judge_collection,
    "list": _judge_collection,
    "tuple": _judge_tuple,
    "interval": _judge_interval,
    "equation": _judge_equation,
    "inequality": _judge_inequality,
    "basis": _judge_basis,
    "span": _judge_basis,
    "orthonormal-basis": _judge_basis,
    "affine-set": _judge_affine,
    "boolean": _judge_boolean,
    "word": _judge_word,
    "choice": _judge_boolean,
}
KINDS = ("auto", *JUDGES)
"""What `kind` may be."""
