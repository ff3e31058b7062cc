"""The LaTeX maths subset: text to tree.

`parse_maths` is the only reader of formulas. What it does not know it refuses, with the place and the remedy,
so that a stray backslash can never reach a learner.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quizgen.errors import QuizgenError
from quizgen.markup.nodes import (
    ACCENTS,
    ALIGNMENTS,
    ARROWS,
    EMPTY,
    MATRICES,
    STYLES,
    WORDS,
    Accent,
    Arrow,
    Binomial,
    Enclosed,
    Fence,
    Fraction,
    Grid,
    Letter,
    Node,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Stack,
    Styled,
    Symbol,
    Word,
    kind_of,
    row,
)
from quizgen.markup.symbols import ALIASES, GLYPHS, NEGATIONS, OPERATORS, SPACES, SYMBOLS

__all__ = ["MarkupError", "parse_maths"]


class MarkupError(QuizgenError):
    """Something in a text or formula that cannot be read.

    `message` says what is wrong and what to write, `source` is the text, `position` the 0-based place in it.
    """

    def __init__(self, message: str, source: str, position: int = 0) -> None:
        self.message = message
        self.source = source
        self.position = position
        shown = source if len(source) <= 200 else source[:200] + "..."
        super().__init__(f"{message} (position {position} of {shown!r})")


class Token(NamedTuple):
    """A piece of the source and where it starts."""

    text: str
    position: int


_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\s+|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
_STARRED = (r"\operatorname*",)
_FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac")
_SAME_STYLE = {r"\bm": r"\boldsymbol", r"\pmb": r"\boldsymbol", r"\symbf": r"\mathbf", r"\mathbbm": r"\mathbb"}
_SAME_ENVIRONMENT = {"align": "aligned", "align*": "aligned", "split": "aligned", "gather*": "gathered"}
_SIZE = re.compile(r"\\(big|Big|bigg|Bigg)([lrm]?)$")
_PAIRS = {
    "(": ")]",
    "[": ")]",
    r"\lbrace": r"\rbrace",
    r"\langle": r"\rangle",
    r"\lvert": r"\rvert",
    r"\lVert": r"\rVert",
    r"\lfloor": r"\rfloor",
    r"\lceil": r"\rceil",
}
_ROW_SPACING = re.compile(r"\[-?\d+(\.\d+)?(pt|em|ex|mm)\]")
# In `\mathrm` these are labels more often than functions.
_PLAIN_WORDS = ("col", "row", "null", "dist", "vec", "im", "cond")
_MAX_DEPTH = 40
_FIRST_HOLE = 0xE000
MAX_HOLES = 0x1900
_TEXT_ESCAPES = {
    r"\%": "%",
    r"\_": "_",
    r"\$": "$",
    r"\&": "&",
    r"\#": "#",
    r"\{": "{",
    r"\}": "}",
    r"\ ": " ",
    r"\,": " ",
}


@lru_cache(maxsize=8192)
def parse_maths(latex: str) -> Node:
    """The tree of one formula, given without its dollar signs.

    Raises MarkupError for an unknown macro, unbalanced braces or an environment outside the subset.
    """
    parser = _Parser(latex)
    node = parser.row(())
    parser.expect_end()
    return node


def parse_template(latex: str) -> Node:
    """As `parse_maths`, of a formula with holes: each `hole(i)` in it is read as a letter."""
    parser = _Parser(latex, holes=True)
    node = parser.row(())
    parser.expect_end()
    return node


def hole(index: int) -> str:
    """The private-use character that stands for placeholder number `index` while a template is read."""
    return chr(_FIRST_HOLE + index)


def hole_index(char: str) -> int | None:
    """The number of the placeholder that a character stands for, None for any other character."""
    index = ord(char) - _FIRST_HOLE
    return index if 0 <= index < MAX_HOLES else None


class _Frame:
    """An opening bracket that waits for its partner, and what has come since."""

    __slots__ = ("items", "left", "size")

    def __init__(self, left: str, size: str) -> None:
        self.left = left
        self.size = size
        self.items: list[Node] = []


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, source: str, *, holes: bool = False) -> None:
        self.source = source
        self.holes = holes
        self.tokens = [Token(m[0], m.start()) for m in _TOKEN.finditer(source)]
        self.tokens = [t for token in self.tokens for t in _unstar(token)]
        self.at = 0
        self.depth = 0

    # ------------------------------------------------------------------ tokens

    def peek(self) -> str:
        """The next token that is not white space, or "" at the end; white space before it is passed over."""
        tokens, at, end = self.tokens, self.at, len(self.tokens)
        while at < end:
            text = tokens[at].text
            if not text.isspace():
                self.at = at
                return text
            at += 1
        self.at = at
        return ""

    def position(self) -> int:
        """Where the next token starts in the source."""
        self.peek()
        return self.tokens[self.at].position if self.at < len(self.tokens) else len(self.source)

    def take(self) -> str:
        """The next token, passed over."""
        token = self.peek()
        self.at += 1
        return token

    def error(self, message: str, position: int | None = None) -> MarkupError:
        return MarkupError(message, self.source, self.position() if position is None else position)

    def expect_end(self) -> None:
        token = self.peek()
        if not token:
            return
        if token == "}":
            raise self.error("this } closes nothing: remove it, or write \\} for a brace that is printed")
        if token == "&":
            raise self.error(r"& stands outside a matrix or aligned environment: write \& to print it")
        if token == r"\\":
            raise self.error(r"\\ stands outside an environment: use \begin{aligned} ... \end{aligned}")
        if token == r"\end":
            raise self.error(r"\end without its \begin")
        raise self.error(rf"{token} without its \left")

    # ------------------------------------------------------------------ rows and brackets

    def row(self, stop: tuple[str, ...]) -> Node:
        """Nodes up to one of the `stop` tokens or the end of the group; the stop token is left in place."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self.error("the formula is nested too deeply: define a name for a part of it")
        frames = [_Frame("", "")]
        while (token := self.peek()) and token not in ("}", "&", r"\\", r"\end", r"\right"):
            if token in stop and not (token == "]" and any(f.left == "[" for f in frames)):
                break
            self.step(frames)
        self.depth -= 1
        while len(frames) > 1:
            _unfold(frames)
        return row(frames[0].items)

    def step(self, frames: list[_Frame]) -> None:
        """Read one item with its scripts into the innermost frame, or open or close a frame."""
        start = self.position()
        key, size, role = self.bracket(frames)
        if role == "open":
            frames.append(_Frame(key, size))
            return
        if role == "close":
            item = _fold(frames, key)
        elif role == "mid":
            item = Symbol(r"\mid" if key == "|" and size else key)
        else:
            item = self.atom()
        frames[-1].items.append(self.scripted(item, start))

    def bracket(self, frames: list[_Frame]) -> tuple[str, str, str]:
        """(key, size, role) of the bracket that comes next, which is passed over; role "" if there is none."""
        token = self.peek()
        sized = _SIZE.match(token)
        if sized:
            self.take()
            key = self.delimiter()
            role = {"l": "open", "r": "close", "m": "mid"}.get(sized[2]) or self.role(key, frames)
            return key, sized[1], role or "mid"
        if token == r"\middle":
            self.take()
            return self.delimiter(), "left", "mid"
        key = _key(token)
        role = self.role(key, frames) if key else ""
        if role:
            self.take()
        return key, "", role

    def role(self, key: str, frames: list[_Frame]) -> str:
        """Whether a bracket opens, closes or, for bars, stands in the middle."""
        if key in ("|", r"\|"):
            return self.bar_role(key, frames)
        kind = SYMBOLS[key].kind if key in SYMBOLS else ""
        return kind if kind in ("open", "close") and key not in ("!", "?") else ""

    def bar_role(self, key: str, frames: list[_Frame]) -> str:
        """A bar closes the bar that is open; else it opens where an operand is due or a partner follows."""
        items = frames[-1].items
        last = kind_of(items[-1]) if items else "open"
        operand_due = last in ("bin", "rel", "open", "punct", "func", "limit", "big", "int")
        if frames[-1].left == key and not operand_due:
            return "close"
        if operand_due and self.partners(key) > 0:
            return "open"
        return "open" if self.partners(key) % 2 else "mid"

    def partners(self, key: str) -> int:
        """How many more bars of this kind follow within the brackets that surround the next token."""
        count = depth = 0
        ahead = self.tokens[self.at :]
        # A sized bar has been passed over already; an unsized one is the next token itself.
        for token in ahead[1:] if ahead and _key(ahead[0].text) == key else ahead:
            text = token.text
            depth += (text in ("(", "[", "{", r"\{", r"\left", r"\begin")) - (
                text in (")", "]", "}", r"\}", r"\right", r"\end")
            )
            if depth < 0 or (depth == 0 and text in ("&", r"\\")):
                break
            count += depth == 0 and _key(text) == key
        return count

    def delimiter(self) -> str:
        """The key of the delimiter that comes next; "" for the invisible one."""
        start = self.position()
        token = self.take()
        if token == ".":
            return ""
        key = {"<": r"\langle", ">": r"\rangle"}.get(token) or _key(token)
        if key in ("|", r"\|") or (key in SYMBOLS and SYMBOLS[key].kind in ("open", "close")):
            return key
        raise self.error(
            f"{token or 'the end'} is not a bracket: write one of ( ) [ ] \\{{ \\}} | \\| \\langle \\rangle .", start
        )

    # ------------------------------------------------------------------ scripts

    def scripted(self, base: Node, start: int) -> Node:
        """The base with the scripts and primes that follow it."""
        sub: Node | None = None
        sup: Node | None = None
        primes: list[Node] = []
        while (token := self.peek()) in ("^", "_", "'", r"\limits", r"\nolimits"):
            here = self.position()
            self.take()
            if token == "'":
                primes.append(Symbol(r"\prime"))
            elif token == "^":
                if sup is not None:
                    raise self.error("two superscripts on one base: write {x^a}^b or x^{ab}", here)
                sup = self.script()
            elif token == "_":
                if sub is not None:
                    raise self.error("two subscripts on one base: write {x_a}_b or x_{ab}", here)
                sub = self.script()
        if primes:
            sup = row([*primes, *(_group(sup) if sup is not None else ())])
        return base if sub is None and sup is None else Scripts(base, sub, sup)

    def script(self) -> Node:
        token = self.peek()
        if len(token) > 1 and token[0].isdigit():
            raise self.error(f"only the first digit would be raised or lowered: write {{{token}}} in braces")
        if token in ("^", "_", "&", "}", ""):
            raise self.error("a script is missing here: write it in braces")
        return Letter(self.take()) if self.is_hole(token) else self.argument()

    def is_hole(self, token: str) -> bool:
        return self.holes and len(token) == 1 and hole_index(token) is not None

    # ------------------------------------------------------------------ atoms

    def argument(self) -> Node:
        """The argument of a macro: a braced group, or the single token after it."""
        token = self.peek()
        if token == "{":
            return self.group()
        if token in ("", "}", "&", r"\\", r"\end", r"\right", "^", "_"):
            raise self.error("an argument is missing here: write it in braces")
        if len(token) > 1 and token[0].isdigit():
            return Number(self.split_digit())
        if self.is_hole(token):
            raise self.error("a placeholder is the argument of a macro here: write it in braces")
        if (key := _key(token)) and SYMBOLS[key].kind in ("open", "close", "rel"):
            self.take()
            return row([Symbol(key)])
        return row([self.atom()])

    def split_digit(self) -> str:
        """The first digit of the number that comes next; the rest stays, as in TeX's `\\frac12`."""
        text, position = self.tokens[self.at]
        self.tokens[self.at] = Token(text[1:], position + 1)
        return text[0]

    def group(self) -> Node:
        """A braced group."""
        start = self.position()
        self.take()
        node = self.row(())
        if self.peek() != "}":
            raise self.error("this { is never closed: write the missing }", start)
        self.take()
        return node

    def raw(self) -> str:
        """The source between the braces that come next, as it stands."""
        start = self.position()
        if self.peek() != "{":
            raise self.error("an argument in braces is missing here")
        self.take()
        begin = self.at
        depth = 1
        while depth:
            if self.at >= len(self.tokens):
                raise self.error("this { is never closed: write the missing }", start)
            text = self.tokens[self.at].text
            depth += (text == "{") - (text == "}")
            self.at += 1
        return "".join(token.text for token in self.tokens[begin : self.at - 1])

    def atom(self) -> Node:
        """One item without its scripts."""
        start = self.position()
        token = self.peek()
        if token == "{":
            return self.group()
        if token in ("^", "_", "'"):
            return EMPTY
        self.take()
        if token[0].isdigit():
            return Number(token)
        if (len(token) == 1 and token.isascii() and token.isalpha()) or self.is_hole(token):
            return Letter(token)
        if token in SPACES:
            return Space(token)
        if key := _key(token):
            return self.symbol(key)
        if len(token) > 1 and token.startswith("\\"):
            return self.macro(token, start)
        raise self.unknown_character(token, start)

    def symbol(self, key: str) -> Node:
        r"""A symbol of the table; `\arg\max` is one symbol."""
        if key == r"\arg" and self.peek() in (r"\max", r"\min"):
            key = r"\arg" + self.take()[1:]
        return Symbol(SYMBOLS[key].latex)

    def macro(self, token: str, start: int) -> Node:
        """A macro that is not a symbol."""
        token = _SAME_STYLE.get(token, token)
        if token in _FRACTIONS:
            return Fraction(token, self.argument(), self.argument())
        if token in (r"\binom", r"\dbinom", r"\tbinom"):
            return Binomial(self.argument(), self.argument())
        if token in ACCENTS:
            return Accent(token, self.argument())
        if token in STYLES:
            return self.styled(token)
        if token in WORDS:
            return self.word(token, start)
        if token in ARROWS:
            under = self.optional()
            return Arrow(token, self.argument(), under)
        if token in (r"\boxed", r"\cancel"):
            return Enclosed(token, self.argument())
        return self.structure(token, start)

    def structure(self, token: str, start: int) -> Node:
        """Roots, stacks, fences and environments."""
        if token == r"\sqrt":
            index = self.optional()
            return Root(self.argument(), index)
        if token in (r"\overset", r"\stackrel"):
            over = self.argument()
            return Stack(self.argument(), over, None)
        if token == r"\underset":
            under = self.argument()
            return Stack(self.argument(), None, under)
        if token == r"\left":
            return self.fence(start)
        if token == r"\begin":
            return self.environment(start)
        if token == r"\not":
            return self.negation(start)
        raise self.unknown_macro(token, start)

    def optional(self) -> Node | None:
        """The optional argument in brackets, if there is one."""
        if self.peek() != "[":
            return None
        start = self.position()
        self.take()
        node = self.row(("]",))
        if self.peek() != "]":
            raise self.error("this [ is never closed: write the missing ]", start)
        self.take()
        return node

    def styled(self, macro: str) -> Node:
        r"""`\mathbf{x}`; a whole word such as `\mathrm{Gini}` is a word, not a product of letters."""
        before = self.at
        if self.peek() == "{" and len(text := self.raw()) > 1 and text.isascii() and text.isalpha():
            if macro == r"\mathrm" and text in OPERATORS and text not in _PLAIN_WORDS:
                return Symbol(OPERATORS[text].latex)
            if macro not in (r"\mathbb", r"\mathcal", r"\mathscr", r"\mathfrak", r"\boldsymbol"):
                return Word(macro, text)
        self.at = before
        return Styled(macro, self.argument())

    def word(self, macro: str, start: int) -> Node:
        """Text, or the name of an operator; names of the table become its symbols."""
        text = self.plain(self.raw(), start)
        if not macro.startswith(r"\operatorname"):
            return Word(macro, text)
        name = " ".join(text.split())
        if name.replace(" ", "") in ("argmax", "argmin"):
            return Symbol(SYMBOLS["\\" + name.replace(" ", "")].latex)
        if macro == r"\operatorname" and name in OPERATORS:
            return Symbol(OPERATORS[name].latex)
        if macro == r"\operatorname" and "\\" + name in SYMBOLS and SYMBOLS["\\" + name].glyph == name:
            return Symbol("\\" + name)
        return Word(macro, name)

    def plain(self, raw: str, start: int) -> str:
        r"""The argument of `\text` with its escapes undone."""

        def undo(match: re.Match[str]) -> str:
            if match[0] not in _TEXT_ESCAPES:
                raise self.error(rf"{match[0]} cannot stand in \text: close the braces before it", start)
            return _TEXT_ESCAPES[match[0]]

        if "$" in raw.replace(r"\$", ""):
            raise self.error(r"a dollar sign in \text: close the braces before the formula", start)
        if self.holes and any(hole_index(c) is not None for c in raw):
            raise self.error(r"a placeholder in \text: close the braces before it", start)
        if any(not c.isprintable() and c not in "\n\t" for c in raw):
            raise self.error(r"a control character in \text: remove it", start)
        text = re.sub(r"\\(?:[a-zA-Z]+|.)", undo, raw.replace("~", " "))
        return re.sub(r"\s+", " ", text)

    def fence(self, start: int) -> Node:
        r"""`\left( ... \right)`."""
        left = self.delimiter()
        body = self.row(())
        if self.peek() != r"\right":
            raise self.error(r"this \left has no \right: write \right. for an invisible bracket", start)
        self.take()
        return Fence(left, body, self.delimiter(), "left")

    def negation(self, start: int) -> Node:
        r"""`\not=` and the like."""
        key = _key(self.take())
        if key in NEGATIONS:
            return Symbol(NEGATIONS[key])
        raise self.error(r"\not is known before = \in \exists \subseteq \mid: use another relation", start)

    # ------------------------------------------------------------------ environments

    def environment(self, start: int) -> Node:
        r"""`\begin{...} ... \end{...}`."""
        name = self.raw()
        kind = _SAME_ENVIRONMENT.get(name, name)
        if kind not in MATRICES and kind not in ALIGNMENTS:
            known = ", ".join([*MATRICES, *ALIGNMENTS])
            raise self.error(f"unknown environment {name!r}: write one of {known}", start)
        spec = self.column_spec() if kind == "array" else ""
        rows = self.cells(start, name)
        width = max((len(r) for r in rows), default=0)
        if spec and width > len(spec.replace("|", "")):
            raise self.error(f"a row has {width} columns and the array declares {spec!r}", start)
        width = max(width, len(spec.replace("|", "")))
        return Grid(kind, spec, tuple(tuple(r + [EMPTY] * (width - len(r))) for r in rows))

    def column_spec(self) -> str:
        start = self.position()
        spec = self.raw().replace(" ", "")
        if not spec or set(spec) - set("lcr|"):
            raise self.error(f"column letters {spec!r}: write l, c, r and | only", start)
        return spec

    def cells(self, start: int, name: str) -> list[list[Node]]:
        r"""The rows up to and with `\end{name}`."""
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(self.row(()))
            here = self.position()
            token = self.take()
            if token == r"\\":
                self.skip_row_spacing()
                rows.append([])
            elif token == r"\end":
                closed = self.raw()
                if closed != name:
                    raise self.error(rf"\begin{{{name}}} is closed by \end{{{closed}}}", here)
                break
            elif token != "&":
                raise self.error(rf"\begin{{{name}}} is never closed: write \end{{{name}}}", start)
        if rows[-1] == [EMPTY] and len(rows) > 1:
            rows.pop()
        return rows

    def skip_row_spacing(self) -> None:
        r"""Pass over the `[4pt]` of `\\[4pt]`."""
        here = self.position()
        spacing = _ROW_SPACING.match(self.source, here)
        while spacing and self.at < len(self.tokens) and self.tokens[self.at].position < spacing.end():
            self.at += 1

    # ------------------------------------------------------------------ what is not known

    def unknown_macro(self, token: str, start: int) -> MarkupError:
        from difflib import get_close_matches

        names = [*SYMBOLS, *ACCENTS, *STYLES, *WORDS, *_FRACTIONS, *ALIASES]
        near = get_close_matches(token, names, n=1)
        advice = f"did you mean {near[0]}?" if near else r"write \operatorname{name} for a function"
        return self.error(f"unknown macro {token}: {advice}", start)

    def unknown_character(self, token: str, start: int) -> MarkupError:
        advice = {"$": r"write \$", "%": r"write \%", "#": r"write \#", "\\": "a macro name is missing"}
        fallback = r"use a macro, or \text{...} for words"
        return self.error(f"{token!r} is not part of mathematics: {advice.get(token, fallback)}", start)


def _unstar(token: Token) -> list[Token]:
    r"""A star belongs to `\operatorname*` only; after any other macro it is an operator."""
    if len(token.text) > 2 and token.text[0] == "\\" and token.text[-1] == "*" and token.text not in _STARRED:
        return [Token(token.text[:-1], token.position), Token("*", token.position + len(token.text) - 1)]
    return [token]


def _key(token: str) -> str:
    """The key of the symbol a token stands for, or ""."""
    token = GLYPHS.get(token, token)
    token = ALIASES.get(token, token)
    return token if token in SYMBOLS else ""


def _group(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Row) else (node,)


def _unfold(frames: list[_Frame]) -> None:
    """Give up on the innermost bracket: it becomes a plain symbol of the frame around it."""
    frame = frames.pop()
    frames[-1].items += [Symbol(frame.left), *frame.items] if frame.left else frame.items


def _fold(frames: list[_Frame], right: str) -> Node:
    """The fence that `right` closes, or the plain symbol when nothing fits."""
    if right not in ("|", r"\|"):
        while frames[-1].left in ("|", r"\|"):
            _unfold(frames)
    frame = frames[-1]
    fits = frame.left == right or (right and right in _PAIRS.get(frame.left, ())) or right == _PAIRS.get(frame.left)
    if len(frames) == 1 or not fits:
        return Symbol(right)
    frames.pop()
    return Fence(frame.left, row(frame.items), right, frame.size)
