"""The source of a code reply: read as Python, asked what it defines and what it uses. Nothing is run here."""

from __future__ import annotations

import ast
import re
import warnings

from quizgen.answers.syntax import Unreadable

LONGEST = 20_000
"""Characters of a reply."""

CHECK_BELOW = "The line above may be the cause: an open bracket, a missing colon."


_FENCE = re.compile(r"(?s)\s*```[a-zA-Z]*[ \t]*\n(.*?)\n?[ \t]*```\s*")
_PROMPT = re.compile(r"(?m)^(?:>>>|\.\.\.)(?: |$)")


def unfenced(source: str) -> str:
    """The code in a pasted Markdown block or session, without its fences or prompts."""
    fenced = _FENCE.fullmatch(source)
    if fenced:
        source = "\n" + fenced[1]
    return _PROMPT.sub("", source) if source.lstrip().startswith(">>>") else source


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
            hint=CHECK_BELOW,
            code="syntax",
            field="code",
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"This is not Python code: {error}.", code="syntax", field="code") from None


def is_blank(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)


def binds(node: ast.stmt, name: str) -> bool:
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


def uses(tree: ast.Module, name: str) -> bool:
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
        return node.name.rpartition(".")[2]
    return node.id if isinstance(node, ast.Name) else ""
