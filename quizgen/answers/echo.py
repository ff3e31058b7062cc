"""How a reply was read: the tree as LaTeX, as typed text, in words; and where a reply could not be read.

Everything is printed in the order it was typed. `tex` puts brackets exactly where the tree needs them, so
that the reading is unmistakable: a product of x and a bracket gets its dot, x\\cdot\\left(x+1\\right).
"""

from __future__ import annotations

import unicodedata
from typing import Any

from quizgen.answers.names import GREEK_NAMES, words
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
    Interval,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Rows,
    Sequence,
    SetOf,
    SetOperation,
    Union,
    Unreadable,
    Word,
    bare,
)

_LIST, _LOGIC, _AND, _UNION, _MEET, _RELATION, _SUM, _PRODUCT, _FACTOR, _POWER, _ATOM = range(11)
_OPERATOR_LEVEL = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}


def _level(node: Node) -> int:
    """How tightly a node binds when printed; a node below what its place needs gets brackets."""
    match node:
        case Binary(op=op):
            return _OPERATOR_LEVEL[op]
        case Neg():
            return _SUM
        case Relation():
            return _RELATION
        case Union():
            return _UNION
        case SetOperation():
            return _MEET
        case Logic(op=op):
            return _AND if op == "and" else _LOGIC
        case Sequence(open=""):
            return _LIST
    return _ATOM


# ---- typed: back into the language ------------------------------------------------------------------------


def typed(node: Node) -> str:
    """The tree in the language: `read(typed(node)) == node` up to columns, for every tree that `read` makes.

    (With the same vocabulary and `expects`; a list of vectors is read back where vectors are expected.)
    Brackets are added where a tree made elsewhere needs them.
    """
    match node:
        case Num(text=text, percent=percent):
            return text + "%" * percent
        case Name(name=name) | Const(name=name):
            return name
        case Word(word=word):
            return word
        case Group(inner=inner):
            return f"({typed(inner)})"
        case Neg(argument=inner):
            return "-" + _at_least(inner, _PRODUCT, negative=True)
        case Binary():
            return _typed_binary(node)
        case Call(function=function, arguments=arguments):
            return _typed_call(function, arguments)
        case Sequence(items=items, open=bracket):
            return _typed_sequence(items, bracket)
        case Rows(rows=rows):
            return _typed_rows(rows)
        case SetOf(items=items):
            return "{" + _listed(items) + "}"
        case Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
            ends = _listed((low, high))
            return f"{'[' if low_closed else '('}{ends}{']' if high_closed else ')'}"
        case Union(parts=parts):
            bracketed = all(isinstance(part, Interval | Sequence | SetOf) for part in parts)
            return (" U " if bracketed else " union ").join(_set_operand(part, _MEET) for part in parts)
        case SetOperation(op=op, left=left, right=right):
            between = "without" if op == "∖" else "∩"
            return f"{_set_operand(left, _MEET)} {between} {_set_operand(right, _RELATION)}"
        case Relation(operands=operands, operators=operators):
            texts = [_set_operand(operand, _SUM) for operand in operands]
            return texts[0] + "".join(f" {op} {text}" for op, text in zip(operators, texts[1:], strict=True))
        case Logic(op=op, parts=parts):
            needed = _UNION if op == "and" else _AND
            return f" {op} ".join(_at_least(part, needed) for part in parts)
    raise TypeError(f"not a node of the answer language: {type(node).__name__}")


def _set_operand(node: Node, level: int) -> str:
    return "ℝ" if isinstance(node, Word) and node.word == "all" else _at_least(node, level)


def _at_least(node: Node, level: int, negative: bool = False) -> str:
    """The node, in brackets if it binds less tightly than its place; a sign may stand where `negative`."""
    text = typed(node)
    if _level(node) >= level or (negative and isinstance(node, Neg)):
        return text
    return f"({text})"


def _typed_binary(node: Binary) -> str:
    level = _OPERATOR_LEVEL[node.op]
    if node.op == "^":
        exponent = node.right
        signed = isinstance(exponent, Neg) and _is_signed(exponent, _POWER)
        return f"{_at_least(node.left, _ATOM)}^{_at_least(exponent, _POWER, negative=signed)}"
    left = typed(node.left) if isinstance(node.left, Neg) and level == _SUM else _at_least(node.left, level)
    if level == _SUM:
        return f"{left} {node.op} {_at_least(node.right, _PRODUCT, negative=True)}"
    if node.implicit:
        right = _at_least(node.right, _POWER)
        if right[0] in ".0123456789" and not isinstance(_last_factor(node.left), Group):
            if left[-1] == "!":
                return f"{left} {right}"
            return f"{left}({right})"  # "x 2" is refused
        return _beside(left, right)
    signed = isinstance(node.right, Neg) and _is_signed(node.right, _POWER)
    return f"{left}{node.op}{_at_least(node.right, _POWER, negative=signed)}"


def _last_factor(node: Node) -> Node:
    while isinstance(node, Binary):
        node = node.right
    return node


def _is_signed(node: Neg, level: int) -> bool:
    """True where a minus and one factor may stand after an operator without brackets."""
    inner = node.argument
    return _is_signed(inner, level) if isinstance(inner, Neg) else _level(inner) >= level


def _beside(left: str, right: str) -> str:
    """Two factors without a sign between them; a space keeps names and numbers apart."""
    if left[-2:] in (")U", "]U", "}U") and right[0] in "([{":
        return f"{left}*{right}"  # a name between brackets would be read as a union
    # "2e1" would be twenty.
    exponent = left[-1].isdigit() and right[0] in "eE"
    apart = (left[-1].isalnum() or left[-1] == "_") and right[0].isalnum()
    if apart and (exponent or not _ends_in_number(left)):
        return f"{left} {right}"
    return left + right


def _ends_in_number(text: str) -> bool:
    """True where the text ends with a number that is no index of a name."""
    at = len(text)
    while at and (text[at - 1].isdigit() or text[at - 1] == "."):
        at -= 1
    return at < len(text) and (at == 0 or not (text[at - 1].isalpha() or text[at - 1] == "_"))


def _typed_call(function: str, arguments: tuple[Node, ...]) -> str:
    first = arguments[0]
    simple = isinstance(first, Name | Const | Group | Rows) or (isinstance(first, Sequence) and first.open != "")
    if function == "transpose" and len(arguments) == 1 and simple:
        return typed(first) + "'"
    if function == "factorial" and ((simple and not isinstance(first, Rows)) or isinstance(first, Num)):
        return typed(first) + "!"
    if function == "deg":
        return typed(first) + "°" if simple or isinstance(first, Num) else f"({typed(first)})°"
    return f"{function}({_listed(arguments)})"


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(_at_least(item, _LOGIC) for item in items)


def _typed_sequence(items: tuple[Node, ...], bracket: str) -> str:
    if bracket == "":
        return _listed(items)
    if bracket == "(":
        return f"({_listed(items)}{',' * (len(items) == 1)})"
    return f"[{_row(items)}]"


def _row(entries: tuple[Node, ...]) -> str:
    """A row in square brackets; a lone entry with a space in it takes a comma, or it would be two entries."""
    text = _listed(entries)
    return text + "," * (len(entries) == 1 and " " in text)


def _typed_rows(rows: tuple[tuple[Node, ...], ...]) -> str:
    if len(rows) == 1:
        # A matrix in double brackets would be read as the list of its rows.
        nested = any(isinstance(entry, Rows | Sequence) for entry in rows[0])
        return f"[{_listed(rows[0])};]" if nested else f"[[{_row(rows[0])}]]"
    return "[" + "; ".join(_row(row) for row in rows) + "]"


# ---- tex --------------------------------------------------------------------------------------------------

_RELATION_TEX = {"=": "=", "!=": r"\ne ", "<": "<", "<=": r"\le ", ">": ">", ">=": r"\ge "}
_CONST_TEX = {"pi": r"\pi", "e": "e", "i": "i", "inf": r"\infty", "I": "I"}
_WORD_TEX = {"none": "none exists", "infinitely many": "infinitely many", "all": "all real numbers"}
_FUNCTION_TEX = {
    **{name: "\\" + name for name in words("sin cos tan sec csc cot sinh cosh tanh exp ln det min max")},
    "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "log": r"\ln", "log2": r"\log_{2}",
    "log10": r"\log_{10}",
    **{"a" + name: rf"\operatorname{{ar{name}}}" for name in words("sinh cosh tanh sech csch coth")},
    **{"a" + name: rf"\operatorname{{arc{name}}}" for name in words("sec csc cot")},
    **{name: rf"\operatorname{{{name}}}" for name in words("sech csch coth")}, "Phi": r"\Phi", "gamma": r"\Gamma",
}  # fmt: skip
_GREEK_CAPITALS_WITHOUT_MACRO = frozenset(words("Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron Rho Tau Chi"))
_FENCED = {
    "abs": (r"\left|", r"\right|"), "norm": (r"\left\lVert ", r"\right\rVert "),
    "floor": (r"\left\lfloor ", r"\right\rfloor "), "ceil": (r"\left\lceil ", r"\right\rceil "),
}  # fmt: skip


def tex(node: Node) -> str:
    """The tree as LaTeX without dollars, in the order typed."""
    return _tex(node).strip()


def written(node: Node) -> str:
    """As `tex`, products without their sign where no reader needs it: 2*x is printed 2x."""
    from quizgen.answers.trees import rebuilt

    def unsigned(x: Any) -> Any:
        if not isinstance(x, Binary) or x.op != "*" or x.implicit:
            return None
        return Binary("*", rebuilt(x.left, unsigned), rebuilt(x.right, unsigned), x.at, implicit=True)

    return tex(rebuilt(node, unsigned))


def _tex(node: Node) -> str:
    match node:
        case Num():
            return _tex_number(node)
        case Name(name=name):
            return _tex_name(name)
        case Const(name=name):
            return _CONST_TEX[name]
        case Word(word=word):
            return r"\text{" + _WORD_TEX.get(word, word) + "}"
        case Group(inner=inner):
            return _tex(inner) if _needs_no_brackets(inner) else _bracketed(_tex(inner))
        case Neg(argument=inner):
            return "-" + _tex_at_least(inner, _PRODUCT)
        case Binary():
            return _tex_binary(node)
        case Call():
            return _tex_call(node)
        case Sequence(items=items, open=bracket):
            fences = {"(": (r"\left(", r"\right)"), "[": (r"\left[", r"\right]"), "": ("", "")}
            return fences[bracket][0] + _tex_listed(items) + fences[bracket][1]
        case Rows(rows=rows):
            lines = r" \\ ".join(" & ".join(_tex(entry) for entry in row) for row in rows)
            return r"\begin{pmatrix} " + lines + r" \end{pmatrix}"
        case SetOf(items=items):
            return r"\left\{" + _tex_listed(items) + r"\right\}" if items else r"\emptyset"
        case Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
            ends = _tex_listed((low, high))
            return rf"\left{'[' if low_closed else '('}{ends}\right{']' if high_closed else ')'}"
        case Union(parts=parts):
            return r" \cup ".join(_tex_set(part, _MEET) for part in parts)
        case SetOperation(op=op, left=left, right=right):
            between = r" \setminus " if op == "∖" else r" \cap "
            return _tex_set(left, _MEET) + between + _tex_set(right, _RELATION)
        case Relation(operands=operands, operators=operators):
            texts = [_tex_at_least(operand, _SUM) for operand in operands]
            pairs = zip(operators, texts[1:], strict=True)
            return texts[0] + "".join(_RELATION_TEX[op] + text for op, text in pairs)
        case Logic(op=op, parts=parts):
            needed = _UNION if op == "and" else _AND
            return rf" \text{{ {op} }} ".join(_tex_at_least(part, needed) for part in parts)
    raise TypeError(f"not a node of the answer language: {type(node).__name__}")


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)"


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Binary) and node.op == "/"


def _needs_no_brackets(node: Node) -> bool:
    """True where brackets say nothing: around one symbol, a fraction, brackets."""
    if isinstance(node, Num | Name | Const | Group | Rows | Interval | SetOf):
        return not (isinstance(node, Num) and "e" in node.text.lower())
    return _is_fraction(node) or (isinstance(node, Call) and node.function in _FENCED)


def _tex_at_least(node: Node, level: int) -> str:
    text = _tex(node)
    return text if _level(node) >= level else _bracketed(text)


def _tex_set(node: Node, level: int) -> str:
    return r"\mathbb{R}" if isinstance(node, Word) and node.word == "all" else _tex_at_least(node, level)


def _tex_listed(items: tuple[Node, ...]) -> str:
    return r",\, ".join(_tex_at_least(item, _LOGIC) for item in items)


def _tex_number(node: Num) -> str:
    mantissa, _, exponent = node.text.lower().partition("e")
    text = mantissa + (rf"\cdot 10^{{{int(exponent)}}}" if exponent else "")
    return text + r"\%" * node.percent


def _tex_name(name: str) -> str:
    base, _, index = name.partition("_")
    stem = base.rstrip("0123456789")
    if not index and stem and stem != base:
        base, index = stem, base[len(stem) :]
    if base in GREEK_NAMES and base not in _GREEK_CAPITALS_WITHOUT_MACRO and base != "omicron":
        base = "\\" + base
    elif len(base) > 1:
        base = rf"\operatorname{{{base}}}"
    return base + (f"_{{{index.replace('_', ',')}}}" if index else "")


def _tex_binary(node: Binary) -> str:
    if node.op == "/":
        return rf"\frac{{{_tex(bare(node.left))}}}{{{_tex(bare(node.right))}}}"
    if node.op == "^":
        return f"{_tex_base(node.left)}^{{{_tex(bare(node.right))}}}"
    if node.op in ("+", "-"):
        left = _tex(node.left) if isinstance(node.left, Neg) else _tex_at_least(node.left, _SUM)
        return left + node.op + _tex_at_least(node.right, _PRODUCT)
    left, right = _tex_at_least(node.left, _PRODUCT), _tex_factor(node.right)
    return left + (_joint(node, right) if node.implicit else r"\cdot ") + right


def _tex_factor(node: Node) -> str:
    """A factor on the right of a product: a minus or a sum needs its brackets there."""
    inner = bare(node)
    if _is_fraction(inner) and not isinstance(node, Group):
        return _bracketed(_tex(node))
    return _tex_at_least(node, _POWER)


def _joint(node: Binary, right: str) -> str:
    """What stands between the factors of a product typed without a sign."""
    left = node.left
    last = left.right if isinstance(left, Binary) and left.op == "*" else left
    if right[0].isdigit() or right.startswith((r"\frac", r"\begin")):
        return r"\cdot "
    if right.startswith((r"\left(", r"\left[")):
        # x(x+1) must not look like a function of x+1.
        return r"\cdot " if isinstance(last, Name | Const) else ""
    return "" if isinstance(last, Num) else r"\,"


def _tex_base(node: Node) -> str:
    """The base of a power, bracketed unless it is one symbol or in brackets already."""
    inner = bare(node)
    if isinstance(inner, Name | Const | Rows | Sequence) or (isinstance(inner, Num) and "e" not in inner.text.lower()):
        return _tex(inner)
    if isinstance(inner, Call) and inner.function in (*_FENCED, "sqrt"):
        return _tex(inner)
    return _bracketed(_tex(inner))


def _tex_call(node: Call) -> str:
    function, arguments = node.function, node.arguments
    first = _tex(bare(arguments[0]))
    if function == "sqrt":
        return rf"\sqrt{{{first}}}"
    if function == "cbrt":
        return rf"\sqrt[3]{{{first}}}"
    if function == "root" and len(arguments) == 2:
        return rf"\sqrt[{first}]{{{_tex(bare(arguments[1]))}}}"
    if function == "binom" and len(arguments) == 2:
        return rf"\binom{{{first}}}{{{_tex(bare(arguments[1]))}}}"
    if function in _FENCED and len(arguments) == 1:
        return _FENCED[function][0] + first + _FENCED[function][1]
    if function == "norm" and len(arguments) == 2:
        return _FENCED["norm"][0] + first + _FENCED["norm"][1] + rf"_{{{_tex(arguments[1])}}}"
    if function == "deg":
        return _tex_base(arguments[0]) + r"^{\circ}"
    if function == "hadamard" and len(arguments) == 2:
        return _bracketed(r"\odot ".join(_tex_at_least(x, _FACTOR) for x in arguments))
    if function == "conj":
        return rf"\overline{{{first}}}"
    if function == "factorial":
        return _tex_base(arguments[0]) + "!"
    if function == "transpose":
        return _tex_base(arguments[0]) + r"^{\top}"
    if function == "inv":
        return _tex_base(arguments[0]) + "^{-1}"
    name = _FUNCTION_TEX.get(function)
    if name is None:
        name = _tex_name(function) if len(function) == 1 or function in GREEK_NAMES else rf"\operatorname{{{function}}}"
    if len(arguments) == 1 and isinstance(arguments[0], Sequence):
        return name + (_tex(arguments[0]) if arguments[0].open == "(" else _bracketed(_tex(arguments[0])))
    return name + _bracketed(first if len(arguments) == 1 else _tex_listed(arguments))


# ---- words ------------------------------------------------------------------------------------------------


def describe(node: Node) -> str:
    """What kind of thing was read: "number", "2×2 matrix", "vector with 3 entries", "set of 2", ..."""
    match node:
        case Num() | Neg(argument=Num()):
            return "number"
        case Group(inner=inner):
            return describe(inner)
        case Binary(op="/", left=left, right=Num()) if describe(left) == "number":
            return "fraction"
        case Rows(rows=rows):
            return f"{len(rows)}×{len(rows[0])} matrix"
        case Sequence(items=items, open=bracket):
            if items and all(isinstance(item, Sequence | Rows) for item in items):
                return _counted(len(items), "vector")
            if items and all(isinstance(item, Relation) for item in items):
                return _counted(len(items), "relation")
            return _counted(len(items), "value") if bracket == "" else "vector with " + _counted(len(items), "entry")
        case SetOf(items=items):
            return f"set of {len(items)}" if items else "empty set"
        case Interval():
            return "interval"
        case Union(parts=parts):
            return f"union of {len(parts)}"
        case SetOperation():
            return "set"
        case Relation(operators=operators):
            return "equation" if set(operators) == {"="} else "inequality"
        case Logic(parts=parts):
            return _counted(len(parts), "condition")
        case Word():
            return "words"
    return "expression"


def _counted(count: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{count} {noun if count == 1 else plural}"


# ---- where ------------------------------------------------------------------------------------------------

_WINDOW = 72


def where(unreadable: Unreadable, text: str) -> tuple[str, str]:
    """The line with the fault, safe to print, and a line with a caret under it (empty: nowhere).

    Tabs and control characters are shown as visible characters of one column, lines longer than a screen are
    cut around the caret. The strings are plain text: print them without interpreting markup.
    """
    column = unreadable.column
    if column is None:
        return _visible(text[:_WINDOW].splitlines()[0] if text.strip() else ""), ""
    column = min(max(column, 0), len(text))
    start = max(text.rfind("\n", 0, column), text.rfind("\r", 0, column)) + 1
    ends = [end for end in (text.find("\n", column), text.find("\r", column)) if end >= 0]
    end = min(ends, default=len(text))
    first = max(start, column - _WINDOW // 2)
    last = min(end, first + _WINDOW)
    before, after = _visible(text[first:column]), _visible(text[column:last])
    lead, tail = "…" * (first > start), "…" * (last < end)
    return lead + before + after + tail, " " * (_width(before) + len(lead)) + "^"


def _visible(text: str) -> str:
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    """The character itself, or one of a single column that stands for it."""
    code = ord(character)
    if character == "\t":
        return "→"
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "␡"
    category = unicodedata.category(character)
    if category[0] in "CM" or category in ("Zl", "Zp"):
        return "�"
    return " " if category == "Zs" else character


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
