"""Templates: prose with `@name` placeholders, checked once and then filled by a fast join.

`text` is what authors call. A template is compiled at its first use: the Markdown reader itself says which
placeholder stands in prose, in a formula or in code, and the formula's tree says what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from inspect import cleandoc
from typing import Any, NamedTuple

from msgspec import Struct

from quizgen.markup.maths import MAX_HOLES, MarkupError, hole, hole_index, parse_maths, parse_template
from quizgen.markup.nodes import (
    Accent,
    Fence,
    Grid,
    Letter,
    Node,
    Number,
    Row,
    Scripts,
    Space,
    Styled,
    Symbol,
    Word,
    kind_of,
)
from quizgen.markup.reader import tokens_of
from quizgen.markup.typography import bracketed, coefficient, shape_of, signed
from quizgen.markup.values import Tex, latex_of, ratio

Writer = Callable[[Any], str]


class Neighbours(NamedTuple):
    """What stands beside a placeholder in its formula."""

    before: str = ""
    """"" (nothing that binds), `plus`, `bin`, `join` (a factor) or `digit`."""
    after: str = ""
    """"" , `join`, `digit` or `power` (a superscript)."""


class Slot(NamedTuple):
    """A placeholder, ready to write its value, and the literal text after it."""

    name: str
    write: Writer
    literal: str


class Template(NamedTuple):
    """A compiled template."""

    head: str
    slots: tuple[Slot, ...]
    names: frozenset[str]


class _Mark(NamedTuple):
    """A placeholder as it was typed."""

    form: str
    """"" , `+`, `*`, `+*` or `(`."""
    name: str
    start: int


_PLACEHOLDER = re.compile(
    r"@(?:(?P<at>@)|\((?P<bracketed>[A-Za-z_]\w*)\)|(?P<form>\+\*|\+|\*)?(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<name>[A-Za-z_]\w*))|)"
)
_LOST_DOLLAR = re.compile(r"\$[A-Za-z\\(\[{\ue000-\uf8ff-]|[A-Za-z)}\]\ue000-\uf8ff]\$")
_ENDS_IN_MACRO = re.compile(r"\\[A-Za-z]+$")
_SPECIAL = re.compile(r"[\\`*_\[\]<>$|#~+=-]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def text(template: str, /, **values: object) -> str:
    r"""The template with its placeholders filled: a markup source.

    In formulas a value is printed by `latex_of`; in prose str, int and exact fractions are escaped; in code
    `str(value)` stands verbatim. The forms of a placeholder, in formulas:

    - `@x`, `@{x}`: the value. It gets brackets where it would otherwise read wrongly: `2 \cdot @x`, `- @x`
      and `@x^2` with a negative value, a sum beside a factor, a number after a digit.
    - `@+x`: the continuation of a sum, ` + 3` or ` - 3`.
    - `@*x`: a coefficient before a letter: 1 vanishes, -1 leaves its sign. `@+*x` is both.
    - `@(x)`: in brackets unless it is a plain unsigned integer, symbol or matrix.
    - `@@`: an at sign, anywhere.

    Raises MarkupError for a template that cannot be read and for a missing or unused value, TypeError for a
    value that has no printed form where it stands.
    """
    head, slots, names = _compiled(template)
    if values.keys() != names:
        raise _wrong_values(template, names, values)
    out = [head]
    for name, write, literal in slots:
        try:
            out.append(write(values[name]))
        except TypeError as error:
            raise TypeError(f"@{name}: {error} (in the template {template!r})") from None
        except MarkupError as error:
            raise MarkupError(
                f"@{name}: {error.message}, in the template {template!r}", error.source, error.position
            ) from None
        out.append(literal)
    return "".join(out)


def _wrong_values(template: str, names: frozenset[str], values: dict[str, object]) -> MarkupError:
    missing = sorted(names - values.keys())
    if missing:
        names_missing = ", ".join("@" + name for name in missing)
        message = f"no value for {names_missing}: pass {missing[0]}=... or write @{{name}} to end a name"
        return MarkupError(message, template, max(template.find("@" + missing[0]), 0))
    unused = sorted(values.keys() - names)
    return MarkupError(f"the value {', '.join(unused)} is not used: the template has no @{unused[0]}", template)


# ------------------------------------------------------------------ compiling


@lru_cache(maxsize=4096)
def _compiled(template: str) -> Template:
    literals, marks = _split(cleandoc(template) if "\n" in template else template)
    source = literals[0] + "".join(hole(i) + literals[i + 1] for i in range(len(marks)))
    contexts = _contexts(source, template)
    slots: list[Slot] = []
    head = literals[0]
    for i, mark in enumerate(marks):
        before, after = literals[i], literals[i + 1]
        context = contexts.get(i, "prose")
        if isinstance(context, Neighbours):
            write = _maths_writer(mark, context, before, template)
            after = _literal_after(mark, after)
            if _ENDS_IN_MACRO.search(before):
                head, slots = _append_space(head, slots)
        else:
            write = _text_writer(mark, context, before, after, template)
        slots.append(Slot(mark.name, write, after))
    return Template(head, tuple(slots), frozenset(mark.name for mark in marks))


def _split(template: str) -> tuple[list[str], list[_Mark]]:
    """Literals and placeholders in turn; there is one literal more."""
    literals, marks = [""], []
    end = 0
    for match in _PLACEHOLDER.finditer(template):
        literals[-1] += template[end : match.start()]
        end = match.end()
        name = match["bracketed"] or match["braced"] or match["name"]
        if match["at"]:
            literals[-1] += "@"
        elif not name:
            swapped = re.match(r"@\{(\+\*|\+|\*)(\w+)\}", template[match.start() :])
            remedy = f"write @{swapped[1]}{{{swapped[2]}}}" if swapped else "write @name for a value, @@ for an at sign"
            raise MarkupError(f"@ without a name: {remedy}", template, match.start())
        else:
            marks.append(_Mark("(" if match["bracketed"] else match["form"] or "", name, match.start()))
            literals.append("")
    literals[-1] += template[end:]
    # ` + 3` brings its own spaces.
    literals = [
        part.rstrip(" ") if i < len(marks) and marks[i].form[:1] == "+" else part for i, part in enumerate(literals)
    ]
    if len(marks) > MAX_HOLES or any(hole_index(c) is not None for part in literals for c in part):
        raise MarkupError("a template may not hold private-use characters: remove them", template)
    return literals, marks


def _contexts(source: str, template: str) -> dict[int, Neighbours | str]:
    """Where each placeholder stands: its neighbours in a formula, or `prose`, `code`, `block`."""
    contexts: dict[int, Neighbours | str] = {}
    for kind, content in _leaves(tokens_of(source)):
        if kind.startswith("math"):
            contexts |= _in_formula(content.strip(), template)
            continue
        if kind == "text" and (lost := _LOST_DOLLAR.search(content)):
            raise MarkupError(
                "this dollar sign opens or closes no formula: no space inside the dollars, no digit touching "
                rf"them outside, \$ and a space for money (near {_readable(content[lost.start() :])!r})",
                template,
            )
        where = {"code_inline": "code", "fence": "block"}.get(kind, "prose")
        contexts |= {i: where for c in content if (i := hole_index(c)) is not None}
    return contexts


def _leaves(tokens: list[Any]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.children:
            yield from _leaves(token.children)
        elif token.type != "inline":
            yield token.type, token.content
            if token.type == "fence":
                yield "info", token.info


def _readable(content: str) -> str:
    return "".join("@" if hole_index(c) is not None else c for c in content[:30])


def _in_formula(latex: str, template: str) -> dict[int, Neighbours | str]:
    try:
        tree = parse_template(latex)
    except MarkupError as error:
        where = template.find(latex)
        raise MarkupError(error.message, template, where + error.position if where >= 0 else 0) from None
    return dict(_neighbours(tree))


def _neighbours(node: Any) -> Iterator[tuple[int, Neighbours]]:
    """The placeholders of a tree with what stands beside them."""
    if isinstance(node, Row):
        for i, item in enumerate(node.items):
            found = _direct(item)
            if found is not None:
                index, after = found
                yield index, Neighbours(_before(node.items[:i]), after or _after(node.items[i + 1 :]))
                yield from _script_holes(item)
            else:
                yield from _neighbours(item)
    elif (found := _direct(node)) is not None:
        yield found[0], Neighbours("", found[1])
        yield from _script_holes(node)
    elif isinstance(node, tuple):
        for child in node:
            yield from _neighbours(child)
    elif isinstance(node, Struct):
        for field in node.__struct_fields__:
            yield from _neighbours(getattr(node, field))


def _direct(node: Node) -> tuple[int, str] | None:
    """(index, `power` or "") when the node is a placeholder, perhaps with scripts."""
    if isinstance(node, Letter) and (index := hole_index(node.char)) is not None:
        return index, ""
    if isinstance(node, Scripts) and (base := _direct(node.base)) is not None:
        return base[0], "power"
    return None


def _script_holes(node: Node) -> Iterator[tuple[int, Neighbours]]:
    if isinstance(node, Scripts):
        for script in (node.sub, node.sup):
            if script is not None:
                yield from _neighbours(script)


def _is_thin(node: Node) -> bool:
    return isinstance(node, Space) and node.name not in (r"\quad", r"\qquad")


def _before(items: tuple[Node, ...]) -> str:
    item = next((item for item in reversed(items) if not _is_thin(item)), None)
    kind = kind_of(item) if item is not None else "open"
    if kind == "bin":
        return "plus" if item == Symbol("+") else "bin"
    if kind in ("func", "limit", "big", "int"):
        return "join"
    if kind not in ("atom", "close") or isinstance(item, Word):
        return ""
    base = item.base if isinstance(item, Scripts) else item
    return "digit" if isinstance(base, Number) or _direct(base) else "join"  # type: ignore[arg-type]


def _after(items: tuple[Node, ...]) -> str:
    item = next((item for item in items if not _is_thin(item)), None)
    if item is None or isinstance(item, Word) or item == Symbol("."):  # a full stop is no factor
        return ""
    kind = kind_of(item)
    if kind == "bin":
        return "" if isinstance(item, Symbol) and item.entry.latex in ("+", "-", r"\pm", r"\mp") else "join"
    if isinstance(item, Number):
        return "digit"
    return "join" if kind in ("atom", "open", "func", "limit", "big", "int") else ""


def _literal_after(mark: _Mark, literal: str) -> str:
    """The literal after a placeholder in a formula, such that neither value nor literal can swallow the other."""
    if mark.form.endswith("*"):
        return literal.lstrip()
    return " " + literal if literal[:1].isalpha() else literal


def _append_space(head: str, slots: list[Slot]) -> tuple[str, list[Slot]]:
    r"""A space after the last literal: `\cdot` must not run into a letter."""
    if not slots:
        return head + " ", slots
    return head, [*slots[:-1], slots[-1]._replace(literal=slots[-1].literal + " ")]


# ------------------------------------------------------------------ writing values in formulas


def _maths_writer(mark: _Mark, beside: Neighbours, before: str, template: str) -> Writer:
    if before.rstrip().endswith(("^", "_")):
        if mark.form not in ("", "("):
            raise MarkupError(f"@{mark.form}{mark.name} in a script: write it in braces", template, mark.start)
        return lambda value: f"{{{latex_of(value)}}}"
    at_start = before.endswith("$")
    if mark.form == "(":
        return lambda value: _in_brackets(value, beside)
    if mark.form == "+":
        return _signed_writer(beside, at_start)
    if mark.form.endswith("*"):
        if beside.after in ("", "power"):
            remedy = f"no factor follows: write @{mark.form[:-1]}{mark.name}"
            message = f"@{mark.form}{mark.name} vanishes for the value 1, and {remedy}"
            raise MarkupError(message, template, mark.start)
        return _coefficient_writer(mark, beside, at_start)
    return _plain_writer(beside)


def _plain_writer(beside: Neighbours) -> Writer:
    if beside == Neighbours():
        return latex_of

    def write(value: object) -> str:
        latex = latex_of(value)
        return bracketed(latex) if _needs_brackets(value, latex, beside) else latex

    return write


def _signed_writer(beside: Neighbours, at_start: bool) -> Writer:
    after = Neighbours("", beside.after)

    def write(value: object) -> str:
        latex = latex_of(value)
        if after.after and shape_of(value, latex) == "sum":
            latex = bracketed(latex)
        return signed(latex).lstrip() if at_start else signed(latex)

    return write


def _coefficient_writer(mark: _Mark, beside: Neighbours, at_start: bool) -> Writer:
    with_sign = mark.form.startswith("+")

    def write(value: object) -> str:
        latex = coefficient(value)
        if with_sign:
            latex = signed(latex)
        elif beside.before and latex and _needs_brackets(value, latex_of(value), Neighbours(beside.before, "")):
            latex = bracketed(latex_of(value))
        if _ENDS_IN_MACRO.search(latex):
            latex += " "
        return latex.lstrip() if at_start else latex

    return write


def _needs_brackets(value: object, latex: str, beside: Neighbours) -> bool:
    """Whether a value would read wrongly, or join with its neighbours, without brackets."""
    before, after = beside
    shape = shape_of(value, latex)
    if after == "power" and not _is_unit(value, latex):
        return True
    if shape == "negative":
        return before != ""
    if shape == "fraction":
        return before == "digit"
    if shape == "number":
        return "digit" in (before, after)
    if shape == "sum":
        return (
            before in ("bin", "join", "digit") or after in ("join", "digit") or (before == "plus" and latex[0] == "-")
        )
    return False


def _is_unit(value: object, latex: str) -> bool:
    """True for what can carry a superscript as it stands: an unsigned integer, a symbol, a matrix."""
    parts = ratio(value)
    if parts is not None:
        return parts[0] >= 0 and parts[1] == 1
    return isinstance(parse_maths(latex), Letter | Symbol | Number | Fence | Grid | Word | Styled | Accent)


def _in_brackets(value: object, beside: Neighbours) -> str:
    latex = latex_of(value)
    scripted_symbol = beside.after != "power" and isinstance(parse_maths(latex), Scripts)
    joined = "digit" in beside and _needs_brackets(value, latex, beside)
    return latex if (_is_unit(value, latex) or scripted_symbol) and not joined else bracketed(latex)


# ------------------------------------------------------------------ writing values in prose and code


def _text_writer(mark: _Mark, where: Any, before: str, after: str, template: str) -> Writer:
    if mark.form:
        message = (
            f"@{mark.form}{mark.name}{')' if mark.form == '(' else ''} stands in {where}: this form is for formulas"
        )
        raise MarkupError(message, template, mark.start)
    if where == "prose" and (before.endswith("$") or after.startswith("$")):
        message = f"@{mark.name} touches a dollar sign: leave a space, or take it into the formula"
        raise MarkupError(message, template, mark.start)
    return {"prose": _prose, "code": _code, "block": _code_block}[where]


def _prose(value: object) -> str:
    if isinstance(value, str) and not isinstance(value, Tex):
        escaped = _SPECIAL.sub(r"\\\g<0>", " ".join(value.split()))
        return _NUMBERED.sub(r"\1\\\2", escaped)
    parts = ratio(value)
    if parts is None:
        raise TypeError(f"{value!r} cannot stand in prose, only str, int and exact fractions: put dollars around it")
    p, q = parts
    sign = "\N{MINUS SIGN}" if p < 0 else ""
    return f"{sign}{abs(p)}" if q == 1 else f"{sign}{abs(p)}/{q}"


def _code(value: object) -> str:
    shown = str(value)
    if "`" in shown or "\n" in shown:
        raise TypeError(f"{shown!r} cannot stand in inline code: it holds a backtick or a line break")
    return shown


def _code_block(value: object) -> str:
    shown = str(value)
    if "```" in shown or "~~~" in shown:
        raise TypeError("a value in fenced code may not hold a fence")
    return shown
