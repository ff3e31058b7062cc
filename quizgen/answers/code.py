"""Code: a short numpy function, run against hidden inputs and compared with a reference.

The reply runs in `sandbox`, in a process of its own; the comparison is made here, on plain lists.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.code_results import SHOWN, as_text, code_of, difference, sentence, shortened, verbatim
from quizgen.answers.code_source import CHECK_BELOW, binds, is_blank, parsed, unfenced, uses
from quizgen.answers.syntax import Unreadable


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
    def of(cls, signature: str, reference: str, cases: Sequence[Sequence[Any] | Case], **options: Any) -> CodeAnswer:
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

        source = unfenced(response.get("code", ""))
        tree = parsed("" if source.strip() == self.signature else source)
        self._require_function(tree)
        used = next((name for name in self.forbidden if uses(tree, name)), None)
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
                if all(is_blank(statement) for statement in node.body):
                    raise Unreadable(
                        "The function has no body yet.",
                        hint="End it with `return`.",
                        code="empty",
                        field="code",
                    )
                return
        if not any(binds(node, self.function) for node in tree.body):
            raise Unreadable(
                f"There is no function {self.function}.",
                hint=f"Start with {verbatim(self.signature)}",
                code="no-function",
                field="code",
            )

    def _verdict(self, run: Any) -> Verdict:
        if run.ending == "loading" and run.trouble["error"] in (
            "SyntaxError",
            "IndentationError",
            "TabError",
        ):
            raise Unreadable(sentence(run.trouble), hint=CHECK_BELOW, code="syntax", field="code")
        if run.ending == "loading":
            return self._failed(code_of(run.trouble), sentence(run.trouble), run)
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
            message = f"{message} Your code printed {verbatim(shortened(printed, SHOWN))}."
        score = share if self.partial else 0.0
        said = message.strip()
        return Verdict("partial" if score else "incorrect", score, code, said[:1].upper() + said[1:], "code")

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
        inputs = case.setup.strip()[1:-1].rstrip(" ,") if case.setup else ", ".join(as_text(x) for x in case.args)
        shown = f"{self.function}({inputs})"
        if len(shown) > SHOWN:
            return f"On input {number + 1} of {len(self.cases)}: "
        return f"For {verbatim(shown)}: "

    def _fault(self, expected: dict[str, Any], got: dict[str, Any]) -> tuple[str, str] | None:
        """What is wrong with the outcome of one case: code and sentence."""
        if "error" in got:
            return code_of(got), sentence(got)
        difference = self._difference(expected["value"], got["value"])
        if difference is not None:
            return difference
        if self.mutation == "incorrect" and got.get("mutated"):
            return "mutates-input", "the result is right, but the input array was changed on the way."
        if self.peak_mb and got.get("peak", 0) > self.peak_mb * 2**20:
            used = f"{got['peak'] / 2**20:.3g} MB"
            return (
                "peak-memory",
                f"the result is right, but took {used} on the way; {self.peak_mb:g} MB suffice.",
            )
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


def _plain(x: Any) -> Any:
    """Arguments as they come back from JSON."""
    if hasattr(x, "tolist"):
        return _plain(x.tolist())
    if isinstance(x, (list, tuple)):
        return [_plain(y) for y in x]
    if isinstance(x, float) and not math.isfinite(x):
        raise ValueError("NaN and infinity do not survive JSON: use Case(setup=...)")
    return x
