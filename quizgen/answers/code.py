"""Code: a short numpy function, run against hidden inputs and compared with a reference.

The reply runs in `sandbox`, in a process of its own; the comparison is made here, on plain lists.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.syntax import Unreadable

LONGEST = 20_000
"""Characters of a reply."""

SHOWN = 120
"""Inputs and results are shown in a message up to this many characters."""

_CHECK_BELOW = "The line above may be the cause: an open bracket, a missing colon."


class Case(Struct, frozen=True, omit_defaults=True):
    """One hidden input. Nested lists become arrays: float64 with any float in them, bool, else int64."""

    args: tuple[Any, ...] = ()
    weight: float = 1.0
    setup: str = ""
    """Instead of `args`, for inputs too large to store: an expression that gives the tuple of arguments, such
    as "(np.arange(30000.).reshape(-1, 3) % 7,)"."""


class Bug(Struct, frozen=True, omit_defaults=True):
    """A known wrong function: a reply that gives the same results shows this misconception."""

    code: str
    source: str
    feedback: str = ""


class CodeAnswer(Answer, frozen=True, tag="code", omit_defaults=True):
    """A function that gives what the reference gives, on every case.

    Results are compared by type, shape, kind of number and value, in this order; NaN equals NaN. A bool array
    is not an int array; int and float are interchangeable unless `strict_dtype`; a list is not an array.
    Tuples and lists are compared item by item. When every case agrees with a known bug and not with the
    reference, the verdict is that bug's. Score: the weight of the cases passed, as a partial credit only
    where `partial` is declared; a hang, a crash and a flood score nothing.
    """

    function: str
    signature: str
    """The line that the editor starts with: "def row_norms(X):"."""
    reference: str
    """Source of the right function; `np` is there without an import."""
    cases: tuple[Case, ...]
    docstring: str = ""
    bugs: tuple[Bug, ...] = ()
    rtol: float = 1e-7
    atol: float = 1e-9
    strict_dtype: bool = False
    forbidden: tuple[str, ...] = ()
    """What a reply must do without: "for" and "while" (loops; comprehensions count as for), a name such as
    "inv", or a dotted one such as "np.linalg.inv"."""
    mutation: Literal["allowed", "incorrect"] = "allowed"
    """Whether the function may change the arrays it is given."""
    peak_mb: float = 0.0
    """With a bound above 0, memory allocated during a call is measured, and more than this is wrong. A bug with
    right results may then be told by its memory."""
    partial: bool = False
    memory_mb: int = 512
    seconds: float = 2.0

    @classmethod
    def of(
        cls, signature: str, reference: str, cases: Sequence[Sequence[Any] | Case], **options: Any
    ) -> CodeAnswer:
        """From "def f(X):", the reference's source and cases, each a sequence of arguments (numbers, nested
        lists, anything with `tolist`)."""
        made = tuple(c if isinstance(c, Case) else Case(tuple(map(_plain, c))) for c in cases)
        name = signature.removeprefix("def ").partition("(")[0].strip()
        return cls(name, signature, reference, made, **options)

    def fields(self) -> tuple[Field, ...]:
        """One editor, with the signature in it."""
        doc = f'    """{self.docstring}"""\n' if self.docstring else ""
        return (Field("code", input="code", prefill=f"{self.signature}\n{doc}    "),)

    def judge(self, response: Response) -> Verdict:
        """Runs the reply. Takes as long as the process needs, at most a start and `seconds`."""
        from quizgen.answers import sandbox

        source = response.get("code", "")
        tree = parsed("" if source.strip() == self.signature else source)
        self._require_function(tree)
        used = next((name for name in self.forbidden if _uses(tree, name)), None)
        if used is not None:
            return incorrect("forbidden", f"This has to be done without {verbatim(used)}.", field="code")
        try:
            run = sandbox.run(self._job(), source)
        except sandbox.SandboxError as error:
            return Verdict("undecided", 0.0, "sandbox", f"Your code could not be run: {verbatim(str(error))}")
        return self._verdict(run)

    def _job(self) -> Any:
        from quizgen.answers.sandbox import Job

        return Job(
            self.function,
            self.reference,
            [{"setup": c.setup} if c.setup else {"args": list(c.args)} for c in self.cases],
            [bug.source for bug in self.bugs],
            self.memory_mb,
            self.seconds,
            self.peak_mb > 0,
        )

    def _require_function(self, tree: ast.Module) -> None:
        """Raises Unreadable when the function is missing or has not been written yet."""
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == self.function:
                if all(_is_blank(statement) for statement in node.body):
                    raise Unreadable(
                        "The function has no body yet.", hint="End it with `return`.", code="empty", field="code"
                    )
                return
        if not any(_binds(node, self.function) for node in tree.body):
            raise Unreadable(
                f"There is no function {self.function}.",
                hint=f"Start with {verbatim(self.signature)}",
                code="no-function",
                field="code",
            )

    def _verdict(self, run: Any) -> Verdict:
        if run.ending == "loading" and run.trouble["error"] in ("SyntaxError", "IndentationError", "TabError"):
            raise Unreadable(_sentence(run.trouble), hint=_CHECK_BELOW, code="syntax", field="code")
        if run.ending == "loading":
            return self._failed(_code_of(run.trouble), _sentence(run.trouble), run)
        faults = [self._fault(x, y) for x, y in zip(run.expected, run.outcomes, strict=False)]
        first = next((i for i, fault in enumerate(faults) if fault), None)
        if run.ending != "done":
            return self._ended(run, first is None)
        if first is None:
            return CORRECT
        bug = next((b for b, got in zip(self.bugs, run.bugs, strict=True) if self._alike(got, run.outcomes)), None)
        if bug is not None:
            return self._failed(f"misconception:{bug.code}", bug.feedback, run)
        code, message = faults[first] or ("", "")
        return self._failed(code, self._on(first) + message, run, self._share(faults))

    def _failed(self, code: str, message: str, run: Any, share: float = 0.0) -> Verdict:
        printed = run.printed.strip()
        if printed and code != "output":
            message = f"{message} Your code printed {verbatim(_shortened(printed, SHOWN))}."
        score = share if self.partial else 0.0
        sentence = message.strip()
        return Verdict("partial" if score else "incorrect", score, code, sentence[:1].upper() + sentence[1:], "code")

    def _share(self, faults: Sequence[object]) -> float:
        passed = sum(case.weight for case, fault in zip(self.cases, faults, strict=True) if not fault)
        return passed / sum(case.weight for case in self.cases)

    def _ended(self, run: Any, blameless: bool) -> Verdict:
        """The sentence for a process that did not come to its end."""
        where = self._on(len(run.outcomes)) if len(run.outcomes) < len(self.cases) and blameless else ""
        if run.ending == "timeout":
            return self._failed("timeout", f"{where}your code did not finish within {self.seconds:g} s.", run)
        if run.ending == "output":
            return self._failed("output", "Your code printed so much that it was stopped.", run)
        how = "" if run.status is None else f" (exit status {run.status})"
        run.printed = ""
        return self._failed("crash", f"{where}the process that ran your code ended before its time{how}.", run)

    def _on(self, number: int) -> str:
        """Names a case by its input, where that is small."""
        case = self.cases[number]
        shown = f"{self.function}({', '.join(_text(x) for x in case.args)})"
        if case.setup or len(shown) > SHOWN:
            return f"On hidden input {number + 1}: "
        return f"For {verbatim(shown)}: "

    def _fault(self, expected: dict[str, Any], got: dict[str, Any]) -> tuple[str, str] | None:
        """What is wrong with the outcome of one case: code and sentence."""
        if "error" in got:
            return _code_of(got), _sentence(got)
        difference = self._difference(expected["value"], got["value"])
        if difference is not None:
            return difference
        if self.mutation == "incorrect" and got.get("mutated"):
            return "mutates-input", "the result is right, but the input array was changed on the way."
        if self.peak_mb and got.get("peak", 0) > self.peak_mb * 2**20:
            used = f"{got['peak'] / 2**20:.3g} MB"
            return "peak-memory", f"the result is right, but took {used} on the way; {self.peak_mb:g} MB suffice."
        return None

    def _difference(self, expected: dict[str, Any], got: dict[str, Any]) -> tuple[str, str] | None:
        return difference(expected, got, self.rtol, self.atol, strict=self.strict_dtype)

    def _alike(self, bug: Sequence[dict[str, Any]], outcomes: Sequence[dict[str, Any]]) -> bool:
        """True when a reply behaves as a bug does on every case."""
        return all(self._same(x, y) for x, y in zip(bug, outcomes, strict=True))

    def _same(self, bug: dict[str, Any], got: dict[str, Any]) -> bool:
        if "error" in bug or "error" in got:
            return bug.get("error") == got.get("error")
        if self.mutation == "incorrect" and bool(bug.get("mutated")) != bool(got.get("mutated")):
            return False
        if self.peak_mb and (bug["peak"] > self.peak_mb * 2**20) != (got["peak"] > self.peak_mb * 2**20):
            return False
        return self._difference(bug["value"], got["value"]) is None

    def typed(self) -> dict[str, str]:
        """The reference."""
        return {"code": self.reference}

    def notations(self) -> Iterator[dict[str, str]]:
        """The reference, with an import of its own, with Windows line ends."""
        yield self.typed()
        yield {"code": "import numpy as np\n\n\n" + self.reference}
        yield {"code": self.reference.replace("\n", "\r\n")}

    def tex(self) -> str:
        r"""The name of the function; the reference is code: show it in a code block."""
        name = self.function.replace("_", r"\_")
        return rf"\text{{{name}}}"

    def value(self) -> Callable[..., Any]:
        """The reference as a Python function of numpy arrays, run in this process: the author's code, never a
        learner's."""
        import numpy

        namespace: dict[str, Any] = {"__name__": "reference", "np": numpy}
        exec(compile(self.reference, f"<reference of {self.function}>", "exec"), namespace)
        function: Callable[..., Any] = namespace[self.function]
        return function

    def perturbed(self) -> Iterator[CodeAnswer]:
        """The known bugs, and the reference with every result spoiled."""
        for bug in self.bugs:
            yield replace(self, reference=bug.source, bugs=())
        yield replace(self, reference=self.reference + _SPOILED.format(name=self.function), bugs=())

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences: runs the reference and every bug."""
        from quizgen.answers import sandbox

        if not self.cases:
            return ("there is no case",)
        try:
            run = sandbox.run(self._job(), self.reference)
        except sandbox.SandboxError as error:
            return (str(error),)
        faults = [] if run.ending == "done" else [f"the reference ends by {run.ending}"]
        faults += self._check_results(run)
        for bug, outcomes in zip(self.bugs, run.bugs, strict=True):
            if not any(self._fault(x, y) for x, y in zip(run.expected, outcomes, strict=True)):
                faults.append(f"the bug {bug.code} gives the right result on every case")
            twins = (b.code for b, o in zip(self.bugs, run.bugs, strict=True) if self._alike(outcomes, o))
            first = next(twins)
            if first != bug.code:
                faults.append(f"the bugs {first} and {bug.code} behave alike on every case")
        return tuple(faults)

    def _check_results(self, run: Any) -> Iterator[str]:
        for number, (expected, got) in enumerate(zip(run.expected, run.outcomes, strict=False), 1):
            fault = self._fault(expected, got)
            if fault is not None:
                yield f"the reference is refused on case {number}: {fault[1]}"
            if expected["value"]["type"] not in ("array", "items", "text"):
                yield f"the result on case {number} cannot be compared: {expected['value']['type']}"
            if expected["value"].get("data", "") is None:
                yield f"the result on case {number} is too large to compare"


_SPOILED = """


def _spoiled(right):
    def wrong(*arguments):
        result = right(*arguments)
        if isinstance(result, (tuple, list)):
            return (result[0] + 1, *result[1:])
        return result + 1

    return wrong


{name} = _spoiled({name})
"""


def parsed(source: str) -> ast.Module:
    """The syntax tree of a reply. Raises Unreadable, with the line in the message and the place as column."""
    if not source.strip():
        raise Unreadable("There is no code yet.", hint="Write the function.", code="empty", field="code")
    if len(source) > LONGEST:
        raise Unreadable(f"The code is longer than {LONGEST} characters.", code="too-long", field="code")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        line, column = error.lineno or 1, max(1, error.offset or 1)
        raise Unreadable(
            f"Line {line}, column {column}: {error.msg}.",
            min(len(source), sum(len(x) for x in source.splitlines(keepends=True)[: line - 1]) + column - 1),
            hint=_CHECK_BELOW,
            code="syntax",
            field="code",
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"This is not Python code: {error}.", code="syntax", field="code") from None


def difference(
    expected: dict[str, Any], got: dict[str, Any], rtol: float, atol: float, *, strict: bool = False
) -> tuple[str, str] | None:
    """How a result differs from the one expected (code and sentence), or None."""
    if got["type"] == "nothing" and expected["type"] != "nothing":
        return "nothing", "your function returned nothing: is there a `return`?"
    if got["type"] != expected["type"]:
        return "type", f"your result is {_kind(got)}, expected {_kind(expected)}."
    if got["type"] == "items":
        return _items_difference(expected["items"], got["items"], rtol, atol, strict)
    if got["type"] == "array":
        return _array_difference(expected, got, rtol, atol, strict)
    if got.get("data") != expected.get("data"):
        return "value", f"your result is {_result(got)}, expected {_result(expected)}."
    return None


def _items_difference(
    expected: Sequence[dict[str, Any]], got: Sequence[dict[str, Any]], rtol: float, atol: float, strict: bool
) -> tuple[str, str] | None:
    if len(got) != len(expected):
        return "shape", f"your result has {len(got)} items, expected {len(expected)}."
    for number, (x, y) in enumerate(zip(expected, got, strict=True), 1):
        found = difference(x, y, rtol, atol, strict=strict)
        if found is not None:
            return found[0], f"item {number} of what you return: {found[1]}"
    return None


def _array_difference(
    expected: dict[str, Any], got: dict[str, Any], rtol: float, atol: float, strict: bool
) -> tuple[str, str] | None:
    if got["shape"] != expected["shape"]:
        return "shape", f"your result has shape {_shape(got)}, expected {_shape(expected)}."
    if not _kinds_agree(expected["kind"], got["kind"], strict):
        return "dtype", f"your result holds {_KINDS[got['kind']]}, expected {_KINDS[expected['kind']]}."
    if got["data"] is None or expected["data"] is None:
        return "value", "your result is too large to compare."
    if all(_close(x, y, rtol, atol) for x, y in zip(expected["data"], got["data"], strict=True)):
        return None
    if _result(got) == _result(expected):
        return "value", f"your result is close, but not within the tolerance ({rtol:g} relative)."
    return "value", f"your result is {_result(got)}, expected {_result(expected)}."


_KINDS = {"b": "truth values", "i": "integers", "f": "floats", "c": "complex numbers", "U": "text"}


def _kinds_agree(expected: str, got: str, strict: bool) -> bool:
    return expected == got or (not strict and {expected, got} == {"i", "f"})


def _close(x: Any, y: Any, rtol: float, atol: float) -> bool:
    if isinstance(x, list):
        return all(_close(a, b, rtol, atol) for a, b in zip(x, y, strict=True))
    if isinstance(x, (str, bool)) or x == y:
        return bool(x == y)
    if math.isnan(x) or math.isnan(y):
        return math.isnan(x) and math.isnan(y)
    if math.isinf(x) or math.isinf(y):
        return False
    return abs(x - y) <= atol + rtol * abs(x)


def _kind(encoded: dict[str, Any]) -> str:
    """What a result is, for a sentence."""
    if encoded["type"] == "array":
        return f"an array of shape {_shape(encoded)}" if encoded["shape"] else "a number"
    if encoded["type"] == "items":
        return f"a {encoded['name']} of {len(encoded['items'])} items"
    return {"nothing": "nothing", "text": "text"}.get(encoded["type"], f"of the type {encoded['type']}")


def _shape(encoded: dict[str, Any]) -> str:
    return str(tuple(encoded["shape"]))


def _result(encoded: dict[str, Any]) -> str:
    """A result in full where it is short, else by its shape."""
    if encoded["type"] == "text":
        return verbatim(_shortened(repr(encoded["data"]), SHOWN))
    shown = _text(_nested(encoded["data"], encoded["shape"]))
    return verbatim(shown) if len(shown) <= SHOWN else "another array"


def _nested(data: list[Any], shape: Sequence[int]) -> Any:
    if not shape:
        return data[0]
    step = len(data) // shape[0] if shape[0] else 0
    return [_nested(data[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def _text(x: Any) -> str:
    """A number or nested list, with six digits."""
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join(map(_text, x)) + "]"
    if isinstance(x, float):
        short = f"{x:.6g}"
        return short if any(c in short for c in ".en") else short + "."
    return repr(x)


def _code_of(outcome: dict[str, Any]) -> str:
    if outcome["error"] == "MemoryError":
        return "memory"
    return "not-allowed" if outcome["text"].startswith("a reply must not") else "exception"


def _sentence(outcome: dict[str, Any]) -> str:
    """An error in one line, with the line of the learner's code."""
    where = f"line {outcome['line']}: " if outcome["line"] else ""
    if outcome["error"] == "MemoryError":
        return f"{where}your code asked for more memory than it may use."
    if outcome["error"] == "SystemExit":
        return f"{where}your code ended the program instead of returning a result."
    text = f"{outcome['error']}: {outcome['text']}" if outcome["text"] else outcome["error"]
    return f"{where}{verbatim(_shortened(text, 200))}."


def verbatim(text: str) -> str:
    """`text` as inline code in markup: never interpreted, without control characters, on one line."""
    clean = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    longest = max((len(run) for run in _runs(clean)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if clean[:1] == "`" or clean[-1:] == "`" or not clean else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def _runs(text: str) -> Iterator[str]:
    """The runs of backticks."""
    run = ""
    for c in text:
        if c == "`":
            run += c
        elif run:
            yield run
            run = ""
    if run:
        yield run


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _plain(x: Any) -> Any:
    """Arguments as they come back from JSON."""
    if hasattr(x, "tolist"):
        return _plain(x.tolist())
    if isinstance(x, (list, tuple)):
        return [_plain(y) for y in x]
    if isinstance(x, float) and not math.isfinite(x):
        raise ValueError("NaN and infinity do not survive JSON: use Case(setup=...)")
    return x


def _is_blank(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)


def _binds(node: ast.stmt, name: str) -> bool:
    """True when a statement at top level may define `name` (also inside if, try and with)."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store) and inner.id == name:
            return True
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and inner.name == name:
            return True
        if isinstance(inner, ast.alias) and (inner.asname or inner.name) == name:
            return True
    return False


_LOOPS: dict[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor, ast.comprehension),
    "while": (ast.While,),
    "lambda": (ast.Lambda,),
    "@": (ast.MatMult,),
    "import": (ast.Import, ast.ImportFrom),
}


def _uses(tree: ast.Module, name: str) -> bool:
    """True when code uses a statement, a name or a dotted name."""
    if name in _LOOPS:
        return any(isinstance(node, _LOOPS[name]) for node in ast.walk(tree))
    return any(_dotted(node) == name or _last(node) == name for node in ast.walk(tree))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        start = _dotted(node.value)
        return f"{start}.{node.attr}" if start else ""
    return node.id.replace("numpy", "np") if isinstance(node, ast.Name) else ""


def _last(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.alias):
        return node.asname or node.name.rpartition(".")[2]
    return node.id if isinstance(node, ast.Name) else ""
