"""Code: comparison of results, sentences, bugs, options."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from quizgen.answers.code import Bug, Case, CodeAnswer
from quizgen.answers.code_results import difference, verbatim
from quizgen.answers.code_source import parsed, unfenced
from quizgen.answers.syntax import Unreadable
from tests.engine.answers.table_structural import HEAD, NORMS


def function(name: str, *lines: str) -> str:
    return f"def {name}(x):\n" + "".join(f"    {line}\n" for line in lines)


def array(values: Any) -> dict[str, Any]:
    a = np.asarray(values)
    return {"type": "array", "shape": list(a.shape), "kind": a.dtype.kind, "data": a.ravel().tolist()}


class TestComparison:
    @pytest.mark.parametrize(
        ("expected", "got", "code"),
        [
            ([1.0, 2.0], [1.0, 2.0 + 1e-5], "value"),
            ([1.0, 2.0], [[1.0, 2.0]], "shape"),
            ([1.0, 2.0], 1.0, "shape"),
            ([1.0, np.nan], [np.nan, 1.0], "value"),
            ([1.0, np.inf], [1.0, -np.inf], "value"),
            ([1.0, np.inf], [1.0, 1e300], "value"),
            ([True, False], [1, 0], "dtype"),
            ([1, 0], [True, False], "dtype"),
            ([1.0], [1 + 0j], "dtype"),
            ([0.0], [1e-8], "value"),
            ([1e12], [1e12 + 1e6], "value"),
        ],
    )
    def test_refuses(self, expected: Any, got: Any, code: str) -> None:
        found = difference(array(expected), array(got), 1e-7, 1e-9)
        assert found is not None
        assert found[0] == code

    @pytest.mark.parametrize(
        ("expected", "got"),
        [
            ([1.0, 2.0], [1.0, 2.0 + 1e-8]),
            ([1.0, 2.0], [1, 2]),
            ([1, 2], [1.0, 2.0]),
            ([np.nan, np.inf, -np.inf], [np.nan, np.inf, -np.inf]),
            ([0.0], [1e-10]),
            (3, 3.0),
            ([], []),
            ([[True]], [[True]]),
        ],
    )
    def test_accepts(self, expected: Any, got: Any) -> None:
        assert difference(array(expected), array(got), 1e-7, 1e-9) is None

    @pytest.mark.parametrize(
        ("expected", "got", "said"),
        [
            ([1.0, 2.0], [1.0, 2.0001], "your result is `[1., 2.0001]`, expected"),
            ([1.0, 2.0], [1.0, 2.0000001], "close, but not within"),
            (
                [[1.0] * 40] * 2,
                [[1.0] * 40, [1.0] * 2 + [-1.0] * 38],
                "entry [1, 2] of your result is `-1.`, expected `1.`",
            ),
            ([1.0, 1e-17], [2.0, 3e-17], "your result is `[2., 0.]`, expected `[1., 0.]`"),
        ],
    )
    def test_says_where(self, expected: Any, got: Any, said: str) -> None:
        found = difference(array(expected), array(got), 1e-9, 1e-9)
        assert found is not None
        assert said in found[1]

    def test_strict_kinds(self) -> None:
        assert difference(array([1, 2]), array([1.0, 2.0]), 0, 0, strict=True) is not None
        assert difference(array([1, 2]), array([1, 2]), 0, 0, strict=True) is None


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("```python\ndef f(x):\n    return x\n```", "\ndef f(x):\n    return x"),
        (">>> def f(x):\n...     return x\n...", "def f(x):\n    return x\n"),
        ("def f(x):\n    return '```'", "def f(x):\n    return '```'"),
        ("def f(x):\n    ...", "def f(x):\n    ..."),
    ],
)
def test_a_pasted_block_is_unwrapped(pasted: str, code: str) -> None:
    assert unfenced(pasted) == code


class TestSentences:
    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            (
                "return np.linalg.norm(X, axis=1, keepdims=True)",
                "For `row_norms([[3, 4], [0, 1]])`: your result has shape (2, 1), expected (2,).",
            ),
            (
                "return 1 / 0",
                "For `row_norms([[3, 4], [0, 1]])`: line 2: `ZeroDivisionError: division by zero`.",
            ),
            (
                "X.sum()",
                "For `row_norms([[3, 4], [0, 1]])`: your function returned nothing: is there a `return`?",
            ),
            (
                "return X.sum(axis=1) * 1.",
                "For `row_norms([[3, 4], [0, 1]])`: your result is `[7., 1.]`, expected `[5., 1.]`.",
            ),
            ("return np.linalg.norm(X)", "Say over which axis you sum."),
        ],
    )
    def test_message(self, lines: str, message: str) -> None:
        assert NORMS.judge({"code": HEAD + lines}).message == message

    def test_an_input_made_by_an_expression_is_shown_where_it_is_short(self) -> None:
        cases = [Case(setup="(lambda x: 2 * x, 3.0, )"), Case(setup=f"(lambda x: {' + '.join(['x'] * 60)}, 3.0)")]
        answer = CodeAnswer.of("def apply(f, x):", "def apply(f, x):\n    return f(x)", cases)
        first = answer.judge({"code": "def apply(f, x):\n    return x"}).message
        assert first == "For `apply(lambda x: 2 * x, 3.0)`: your result is `3.`, expected `6.`."
        second = answer.judge({"code": "def apply(f, x):\n    return f(x) if f(1) == 2 else x"}).message
        assert second == "On input 2 of 2: your result is `3.`, expected `180.`."

    def test_what_was_printed_is_said(self) -> None:
        verdict = NORMS.judge({"code": HEAD + "print(X.shape)\n    return X"})
        assert verdict.message.endswith("Your code printed `(2, 2)`." if verdict.code == "crash" else "(3, 2)`.")

    def test_a_syntax_error_has_its_place(self) -> None:
        source = "def f(x):\n    y = (x\n    return y"
        with pytest.raises(Unreadable) as caught:
            parsed(source)
        assert caught.value.message.startswith("Line 2, column 9")
        assert caught.value.column == source.index("(x\n")

    @pytest.mark.parametrize("text", ["`", "a`b", "``", "$x$ @y [red]", "\x1b[31m", "a\nb", ""])
    def test_verbatim_is_one_inline_code(self, text: str) -> None:
        from markdown_it import MarkdownIt

        inline = MarkdownIt().parse(f"so {verbatim(text)} is.")[1]
        codes = [token.content for token in inline.children or () if token.type == "code_inline"]
        assert len(codes) == 1
        assert codes[0].strip() == text.replace("\x1b", " ").replace("\n", " ").strip()


class TestBugs:
    def test_a_bug_is_recognised_in_another_form(self) -> None:
        verdict = NORMS.judge({"code": HEAD + "return np.einsum('ij,ij', X, X) ** 0.5"})
        assert verdict.code == "misconception:sum-all"

    def test_half_a_bug_is_none(self) -> None:
        verdict = NORMS.judge({"code": HEAD + "return (X**2).sum(axis=1) if len(X) > 1 else np.array([3.])"})
        assert verdict.code == "value"

    def test_a_bug_by_its_exception(self) -> None:
        answer = CodeAnswer.of(
            "def f(x):",
            function("f", "return x[-1]"),
            [[[1, 2]]],
            bugs=(Bug("off-by-one", function("f", "return x[len(x)]"), "Indices end before the length."),),
        )
        assert answer.check() == ()
        assert answer.judge({"code": function("f", "return x[x.size]")}).code == "misconception:off-by-one"
        assert answer.judge({"code": function("f", "return x + 'a'")}).code == "exception"

    def test_a_bug_by_its_memory(self) -> None:
        answer = CodeAnswer.of(
            "def gram_diagonal(x):",
            function("gram_diagonal", "return (x * x).sum(axis=1)"),
            [Case((((1.0, 2.0), (3.0, 4.0)),)), Case(setup="(np.arange(4000.).reshape(1000, 4) % 7,)")],
            bugs=(Bug("diagonal-of-product", function("gram_diagonal", "return np.diag(x @ x.T)"), "Too much."),),
            peak_mb=2.0,
        )
        assert answer.check() == ()
        wasteful = function("gram_diagonal", "return np.array((x @ x.T).diagonal())")
        assert answer.judge({"code": wasteful}).code == "misconception:diagonal-of-product"
        assert answer.matches({"code": function("gram_diagonal", "return np.einsum('ij,ij->i', x, x)")})

    def test_memory_without_a_bug(self) -> None:
        answer = CodeAnswer.of("def f(x):", function("f", "return x + 1"), [[[1.0]]], peak_mb=1.0)
        assert answer.judge({"code": function("f", "np.ones(10**6)", "return x + 1")}).code == "peak-memory"

    def test_faults_of_authors(self) -> None:
        def faults(reference: str, *bugs: str, cases: Any = ([[1.0, 2.0]],), **options: Any) -> str:
            listed = tuple(Bug(f"b{i}", bug) for i, bug in enumerate(bugs))
            return "; ".join(CodeAnswer.of("def f(x):", reference, cases, bugs=listed, **options).check())

        right = function("f", "return x + 1")
        assert "right result on every case" in faults(right, function("f", "return 1 + x"))
        twins = function("f", "return x"), function("f", "return 1 * x")
        assert "behave alike" in faults(right, *twins)
        assert "reference fails" in faults(function("f", "return 1 / 0"))
        assert "no case" in faults(right, cases=())
        assert "cannot be compared" in faults(function("f", "return {}"))
        assert "input array was changed" in faults(function("f", "x += 1", "return x"), mutation="incorrect")
        assert faults(right, function("f", "return x")) == ""


class TestOptions:
    def test_mutation(self) -> None:
        source = function("f", "x += 1", "return x")
        for mutation, code in (("allowed", "correct"), ("incorrect", "mutates-input")):
            answer = CodeAnswer.of("def f(x):", function("f", "return x + 1"), [[[1.0]]], mutation=mutation)
            assert answer.judge({"code": source}).code == code

    def test_partial_credit_by_weight(self) -> None:
        cases = [Case(([1.0],), 3), Case(([-1.0],), 1)]
        answer = CodeAnswer.of("def f(x):", function("f", "return abs(x)"), cases, partial=True)
        verdict = answer.judge({"code": function("f", "return x")})
        assert (verdict.outcome, verdict.score) == ("partial", 0.75)
        strict = CodeAnswer.of("def f(x):", function("f", "return abs(x)"), cases)
        assert strict.judge({"code": function("f", "return x")}).score == 0

    @pytest.mark.parametrize(
        ("forbidden", "line", "refused"),
        [
            ("for", "return np.array([2 * y for y in x])", True),
            ("for", "return 2 * x", False),
            ("while", "while False: pass\n    return 2 * x", True),
            ("np.dot", "return np.dot(x, 2)", True),
            ("np.dot", "import numpy\n    return numpy.dot(x, 2)", True),
            ("dot", "return x.dot(2)", True),
            ("dot", "from numpy import dot as d\n    return d(x, 2)", True),
            ("np.dot", "return np.multiply(x, 2)", False),
            ("@", "return x @ np.eye(len(x)) * 2", True),
        ],
    )
    def test_forbidden(self, forbidden: str, line: str, refused: bool) -> None:
        answer = CodeAnswer.of("def f(x):", function("f", "return 2 * x"), [[[1.0, 2.0]]], forbidden=(forbidden,))
        code = answer.judge({"code": function("f", line)}).code
        assert (code == "forbidden") is refused
        assert refused or code == "correct"

    def test_several_results(self) -> None:
        answer = CodeAnswer.of("def f(x):", function("f", "return x.min(), x.max()"), [[[1.0, 2.0]]])
        assert answer.matches({"code": function("f", "return [x.min(), x.max()]")})
        verdict = answer.judge({"code": function("f", "return x.min(), x.min()")})
        assert "item 2 of what you return" in verdict.message
        assert answer.judge({"code": function("f", "return x.min()")}).code == "type"
        assert answer.judge({"code": function("f", "return x.min(), x.max(), 3")}).code == "shape"

    def test_arguments_keep_their_kinds(self) -> None:
        source = function("f", "return str(x.dtype)")
        for value, kind in (([1, 2], "int64"), ([1, 2.5], "float64"), ([True], "bool"), ([], "float64")):
            answer = CodeAnswer.of("def f(x):", source, [[value]])
            assert answer.matches({"code": function("f", f"assert x.dtype == {kind!r}", f"return {kind!r}")})

    def test_arrays_become_lists(self) -> None:
        answer = CodeAnswer.of("def f(x):", function("f", "return x"), [[np.eye(2)]])
        assert answer.cases[0].args == ([[1.0, 0.0], [0.0, 1.0]],)
        with pytest.raises(ValueError, match="NaN"):
            CodeAnswer.of("def f(x):", function("f", "return x"), [[[np.nan]]])

    def test_value_is_the_function(self) -> None:
        assert NORMS.value()(np.array([[3.0, 4.0]])) == pytest.approx([5.0])
