"""The language learners answer in: text -> syntax tree, or Unreadable with a column, a reason and a fix.

A recursive-descent parser with operator precedence. Nothing is ever evaluated, every bound (length, digits,
depth) is checked before or while the tree is built, and reading is linear in the length of the reply but for
a bounded look-ahead at ambiguous bars.

Precedence, loosest first: comma, or, and, union, relations (chains), + and -, then * / and products without
a sign (one level, left to right, so that 1/2x is (1/2)x), then minus in front of a factor, then ^ (to the
right: 2^3^2 is 2^9), then ' and !. A minus at the start of a term belongs to the whole term: -x^2 is -(x^2).
"""

from __future__ import annotations

from typing import Literal, NoReturn

from quizgen.answers.names import names_of, whole_reply, words
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
    Union,
    Unreadable,
    Vocabulary,
    Word,
)
from quizgen.answers.tokens import LONGEST, Token, Tokeniser

BRACKETS_DEEP = 60
"""Brackets inside one another."""
DEEPEST = 150
"""Levels of a tree, and nested calls of the parser: a host with a thousand frames keeps most of them."""

OR, AND, UNION, RELATION, SUM, PRODUCT, FACTOR, POWER, POSTFIX = range(1, 10)
_BINDING = {
    "∨": OR, "∧": AND, "∪": UNION, "=": RELATION, "!=": RELATION, "<": RELATION, "<=": RELATION, ">": RELATION,
    ">=": RELATION, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER, "'": POSTFIX, "!": POSTFIX,
}  # fmt: skip
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_OPERANDS = frozenset(("num", "name", "const", "func", "env", "wrap", "T"))
_STARTS = frozenset("([|‖⟨⌊⌈") | {"\\frac", "\\sqrt", "\\binom"}
_ENDINGS = frozenset(")]}|‖⟩⌋⌉'!%∅>")
_BROKEN_AFTER = frozenset("+-*/=<>∪∨∧([{") | {"<=", ">="}
_BRACKETS_NEEDED = frozenset(words("min max binom root floor ceil relu gamma Phi"))
_ROOTS = frozenset(("sqrt", "cbrt"))
_INVERSE = {name: "a" + name for name in words("sin cos tan sinh cosh tanh")}
_ARITY = {"root": (2, 2), "binom": (2, 2), "min": (1, 99), "max": (1, 99)}
_SHAPED = frozenset(("vector", "vectors", "matrix"))
_LISTS = frozenset(("vectors", "set", "solutions"))
_SHOWN = {"∨": "or", "∧": "and", "∪": "U", "∈": "in", "\n": "the end of the line"}
_State = tuple[Literal["", "bracket", "bare"], str]


def read(text: str, vocabulary: Vocabulary = Vocabulary(), expects: str = "value") -> Node:  # noqa: B008 (frozen)
    """The tree of what was typed, in the order it was typed.

    `expects` says how text without brackets is taken: value, vector, vectors, matrix, set, interval, relation or
    solutions. Raises Unreadable for everything else; never any other error, and never slowly.
    """
    if len(text) > LONGEST:
        message = f"This is {len(text):,} characters long, and {LONGEST:,} is the most I read"
        raise Unreadable(message, LONGEST, hint="type only the answer", code="too-long")
    if not text.strip():
        raise Unreadable("Nothing typed yet", 0, hint="type your answer", code="empty")
    word = whole_reply(text, vocabulary, expects)
    if word is not None:
        return Word(word, len(text) - len(text.lstrip()))
    tokens = Tokeniser(text, names_of(vocabulary)).run()
    if any(token.kind == "sym" and token.text in "±∓" for token in tokens):
        return _both_signs(tokens, vocabulary, expects)
    return Parser(tokens, vocabulary, expects).parse()


def _both_signs(tokens: list[Token], vocabulary: Vocabulary, expects: str) -> Node:
    """A reply with a plus-minus sign: both of its readings, where several values are asked for."""
    if expects not in ("set", "solutions", "relation"):
        at = next(token.at for token in tokens if token.kind == "sym" and token.text in "±∓")
        raise Unreadable("“±” stands for two values", at, hint="write the one value that is asked for", code="operator")
    readings = []
    for plus, minus in ("+-", "-+"):
        signs = {"±": plus, "∓": minus}
        signed = [token._replace(text=signs.get(token.text, token.text)) for token in tokens]
        readings.append(Parser(signed, vocabulary, expects).parse())
    one, other = readings
    if isinstance(one, Relation):
        return Logic("or", (one, other), one.at)
    if isinstance(one, Logic) and isinstance(other, Logic) and one.op == "or":
        return Logic("or", _merged(one.parts, other.parts), one.at)
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return Sequence(_merged(one.items, other.items), one.open, one.at)
    if isinstance(one, SetOf) and isinstance(other, SetOf):
        return SetOf(_merged(one.items, other.items), one.at)
    return Sequence((one, other), "", one.at)


def _merged(one: tuple[Node, ...], other: tuple[Node, ...]) -> tuple[Node, ...]:
    return one + tuple(item for item in other if item not in one)


class Parser:
    """One reply. `_row` is set inside rows whose entries spaces may separate, `_bar` is the bar to close next."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, expects: str) -> None:
        self._vocabulary = vocabulary
        self._expects = expects
        self._at = self._first = 0
        self._depth = 0
        self._row: Literal["", "bracket", "bare"] = ""
        self._bar = ""
        self._not_norms: set[int] = set()
        self._tokens: list[Token] = []
        self._match: dict[int, int] = {}
        self._breaks: list[int] = []
        self._related = False
        self._arrange(tokens)

    # ---- before parsing: partners of brackets, lines ------------------------------------------------------

    def _arrange(self, tokens: list[Token]) -> None:
        """Find the partner of every bracket and the line ends and semicolons outside all of them.

        Line ends that only break a long line are dropped. ( ] and [ ) may be partners: they are intervals.
        """
        kept, stack = self._tokens, list[int]()
        mixed: tuple[int, str] | None = None
        angles: list[int] = []
        for index, token in enumerate(tokens):
            kind, text = token.kind, token.text
            if kind == "name" and text == "U" and self._joins(tokens, index):
                token = token._replace(kind="sym", text="∪")
            elif kind == "nl":
                if not self._keeps_line_end(stack):
                    continue
                if not stack:
                    self._breaks.append(len(kept))
            elif kind == "env" or (kind == "sym" and text in _OPENERS):
                stack.append(len(kept))
                if len(stack) > BRACKETS_DEEP:
                    message = f"More than {BRACKETS_DEEP} brackets are open here"
                    raise Unreadable(message, token.at, hint="use fewer brackets", code="too-deep")
            elif kind == "endenv" or (kind == "sym" and text in _CLOSERS):
                mixed = self._close(token, stack) or mixed
            elif kind == "sym":
                if text == ";" and not stack:
                    self._breaks.append(len(kept))
                elif text in ("&", "&&"):
                    if stack and kept[stack[-1]].kind == "env":
                        if text == "&&":
                            kept.append(token._replace(text="&"))
                            token = token._replace(at=token.at + 1)
                        token = token._replace(text="&")
                    else:
                        token = token._replace(text="∧")
                elif _BINDING.get(text) == RELATION:
                    token = self._related_or_angle(token, angles, bool(stack))
            kept.append(token)
        if stack:
            raise self._never_closed(kept[stack[-1]], mixed)
        while self._breaks and self._breaks[-1] == len(kept) - 2 and kept[-2].kind == "nl":
            del kept[-2]
            self._breaks.pop()

    def _related_or_angle(self, token: Token, angles: list[int], nested: bool) -> Token:
        """Note a relation; but a < before an operand and its > are brackets, and become ⟨ and ⟩."""
        kept = self._tokens
        if token.text == "<" and (not kept or not _ends_operand(kept[-1])):
            angles.append(len(kept))
        elif token.text == ">" and angles:
            at = angles.pop()
            kept[at] = kept[at]._replace(text="⟨")
            return token._replace(text="⟩")
        elif not nested:
            self._related = True
        return token

    def _joins(self, tokens: list[Token], index: int) -> bool:
        """Whether the parameter U is a union after all: it stands between brackets."""
        if "U" in self._vocabulary.names or not index:
            return False
        return tokens[index - 1].text in _CLOSERS and tokens[index + 1].text in _OPENERS

    def _keeps_line_end(self, stack: list[int]) -> bool:
        """Whether a line end here separates lines or rows."""
        kept = self._tokens
        if not kept or kept[-1].kind == "nl" or (stack and kept[stack[-1]].text != "["):
            return False
        if kept[-1].kind != "sym":
            return True
        if kept[-1].text == ",":
            # "1, 2,\n3, 4" are two rows of a matrix, and one list of values elsewhere.
            if stack or self._expects not in _SHAPED or len(kept) == 1:
                return False
            kept.pop()
        return kept[-1].text not in _BROKEN_AFTER or kept[-1].kind != "sym"

    def _close(self, token: Token, stack: list[int]) -> tuple[int, str] | None:
        """Take the partner of a closing bracket off the stack; returns it where it is of the other shape."""
        if not stack:
            hint = f"remove it, or open {_CLOSERS.get(token.text, 'it')} before"
            raise Unreadable(f"“{token.text}” closes nothing", token.at, hint=hint, code="bracket")
        index = stack[-1]
        opener = self._tokens[index]
        same = _OPENERS.get(opener.text) == token.text or (opener.kind == "env" and token.kind == "endenv")
        if not same and not (opener.text in ("(", "[") and token.text in (")", "]")):
            message = f"“{opener.text}” opened at column {opener.at + 1} is closed by “{token.text}”"
            raise Unreadable(message, token.at, hint=f"close it with {_partner(opener)}", code="bracket")
        self._match[stack.pop()] = len(self._tokens)
        return None if same else (index, token.text)

    def _never_closed(self, opener: Token, mixed: tuple[int, str] | None) -> Unreadable:
        # In 2*[(1+2] the round bracket took the square one's partner: blame the round one.
        if mixed is not None and mixed[1] == _OPENERS.get(opener.text):
            opener = self._tokens[mixed[0]]
        message = f"“{opener.text}” opened at column {opener.at + 1} is never closed"
        return Unreadable(message, opener.at, hint=f"add {_partner(opener)}", code="bracket")

    # ---- the whole reply ----------------------------------------------------------------------------------

    def parse(self) -> Node:
        """The tree of all tokens."""
        if self._tokens[0].kind == "name" and self._tokens[1].text == "∈":
            self._at = self._first = 2
        start = self._tokens[self._at].at
        node = self._lines(start) if self._breaks else self._single(self._line(), start)
        if len(self._tokens) > DEEPEST and _height(node) > DEEPEST:
            message = f"This has more than {DEEPEST} operations in a row"
            raise Unreadable(message, node.at, hint="simplify it", code="too-deep")
        return node

    def _single(self, items: tuple[Node, ...], start: int) -> Node:
        """A reply of one line."""
        if len(items) == 1:
            node = items[0]
            if self._expects == "matrix" and isinstance(node, Sequence) and all(map(_is_flat, node.items)):
                return _matrix([*node.items], node.at)
            return node
        if self._expects == "matrix" and all(map(_is_flat, items)):
            return _matrix(list(items), start)
        return _listed(items, start)

    def _lines(self, start: int) -> Node:
        """A reply of several lines, or of parts between semicolons: rows, vectors or items."""
        semicolon = next((self._tokens[at] for at in self._breaks if self._tokens[at].text == ";"), None)
        if semicolon is not None and self._expects in ("value", "interval"):
            message, hint = (
                "“;” separates the rows of a matrix, and needs brackets around them",
                "write [1, 2; 3, 4]",
            )
            raise Unreadable(message, semicolon.at, hint=hint, code="separator")
        lines = [self._line()]
        while self._tokens[self._at].kind != "end":
            self._at += 1
            while self._tokens[self._at].kind == "nl":
                self._at += 1
            if self._tokens[self._at].kind != "end":
                lines.append(self._line())
        if len(lines) == 1:
            return self._single(lines[0], start)
        if self._expects == "vectors":
            return _listed(tuple(vector for line in lines for vector in _line_vectors(line)), start)
        if self._related or self._expects in ("set", "solutions", "relation", "interval"):
            return _listed(tuple(item for line in lines for item in line), start)
        return _matrix(lines, start)

    def _line(self) -> tuple[Node, ...]:
        """The items of one line outside brackets."""
        commas, stop = self._row_ahead()
        self._row = "bare" if not commas and self._spaces_separate(stop) else ""
        listing = self._expects in _LISTS and not self._related
        items = [self._expression(UNION if listing else OR)]
        while True:
            token = self._tokens[self._at]
            if token.kind in ("end", "nl") or token.text == ";":
                break
            if token.text == ",":
                self._decimal_comma()
                self._at += 1
                # "1, 2, and 3"
                if listing and self._tokens[self._at].text in ("∧", "∨"):
                    self._at += 1
            elif listing and token.text in ("∧", "∨"):
                self._at += 1
            elif not ((self._row and token.spaced) or self._vectors_apart(items[-1], token)):
                self._unexpected(token)
            items.append(self._expression(UNION if listing else OR))
        self._row = ""
        return tuple(items)

    def _row_ahead(self) -> tuple[bool, int]:
        """Whether a comma stands in the line or row that starts here, and the index of its end."""
        commas, at = False, self._at
        while True:
            token = self._tokens[at]
            if at in self._match:
                at = self._match[at]
            elif token.kind in ("end", "nl"):
                return commas, at
            elif token.kind == "sym":
                commas = commas or token.text == ","
                if token.text in (";", ")", "]", "}"):
                    return commas, at
            at += 1

    def _spaces_separate(self, stop: int) -> bool:
        """True where a space outside brackets starts a new item of this line."""
        if self._related:
            return False
        tokens = self._tokens[self._at : stop]
        if self._expects == "set":
            # With letters about, "2 x" is a product.
            return all(token.kind == "num" or token.text in ("-", "/", "+") for token in tokens)
        if self._expects in _SHAPED or (self._breaks and self._expects == "value"):
            matrices = self._vocabulary.matrices
            return not any(token.kind == "name" and token.text in matrices for token in tokens)
        return False

    def _decimal_comma(self) -> None:
        """Refuse 0,5 and 1,000 where one value is asked for."""
        if self._expects not in ("value", "relation") or self._at == 0:
            return
        before, comma, after = self._tokens[self._at - 1 : self._at + 2]
        if before.kind != "num" or after.kind != "num" or comma.spaced or after.spaced:
            return
        if len(after.text) == 3 and before.text.isdigit() and len(before.text) <= 3 and before.text != "0":
            message, hint = "Digits are not grouped by commas", f"write {before.text}{after.text}"
        else:
            message, hint = "A decimal takes a point", f"write {before.text}.{after.text}"
        hint += ", or a space after a comma that separates two values"
        raise Unreadable(message, comma.at, hint=hint, code="number")

    def _vectors_apart(self, left: Node, token: Token) -> bool:
        """True where two bracketed vectors side by side are two items of a list of vectors."""
        if self._expects != "vectors" or not isinstance(left, Sequence | Rows):
            return False
        return token.kind in _OPERANDS or (token.kind == "sym" and (token.text in _STARTS or token.text == "{"))

    # ---- expressions --------------------------------------------------------------------------------------

    def _expression(self, floor: int) -> Node:
        """The longest expression from here whose operators bind at least as tightly as `floor`."""
        self._depth += 1
        if self._depth > DEEPEST:
            message = f"This is nested more than {DEEPEST} levels deep"
            raise Unreadable(message, self._tokens[self._at].at, hint="simplify it", code="too-deep")
        left = self._operand(floor)
        level = POSTFIX
        while True:
            token = self._tokens[self._at]
            binding = _BINDING.get(token.text) if token.kind == "sym" else None
            if binding is None:
                if floor > PRODUCT or level < PRODUCT or not self._juxtaposed(left, token):
                    break
                left = Binary("*", left, self._expression(FACTOR), left.at, True)
                level = PRODUCT
                continue
            if binding < floor or (self._row and token.spaced and self._signs_entry(token)):
                break
            if token.text == "'" and floor == POWER and not self._transposable(left):
                break  # A^-1' is the transpose of A^-1
            left = self._infix(left, token, binding)
            level = binding
        self._depth -= 1
        return left

    def _signs_entry(self, token: Token) -> bool:
        """In a row, a sign after a space and before none starts the next entry: [1 -2] has two."""
        return token.text in ("+", "-") and not self._tokens[self._at + 1].spaced

    def _juxtaposed(self, left: Node, token: Token) -> bool:
        """True where the token starts another factor of a product without a sign."""
        if token.kind not in _OPERANDS and not (token.kind == "sym" and token.text in _STARTS):
            return False
        if token.text == self._bar:
            return False
        opens = token.kind == "sym" and token.text in ("(", "[", "⟨")
        if self._vectors_apart(left, token):
            return False
        if self._row and token.spaced:
            # 1/3 [2, 1, 2] is a multiple of a vector, not an entry and a vector.
            return self._row == "bare" and opens and not isinstance(left, Sequence | Rows) and self._opens_vector()
        if token.kind == "num" and not isinstance(_last_factor(left), Group):
            self._number_after(self._tokens[self._at - 1], token)
        if token.text == "[" and isinstance(left, Name) and self._match.get(self._at) == self._at + 2:
            hint = f"write {left.name}_{self._tokens[self._at + 1].text}"
            raise Unreadable("I cannot read an index in brackets", token.at, hint=hint, code="bracket")
        return True

    def _opens_vector(self) -> bool:
        token = self._tokens[self._at]
        if token.text != "(":
            return True
        self._at += 1
        commas, _ = self._row_ahead()
        self._at -= 1
        return commas

    def _number_after(self, before: Token, token: Token) -> NoReturn:
        if before.kind == "num":
            message = "Two numbers stand next to each other"
            hint = "put * or + between them, or a comma where they are separate values"
        else:
            what = "a power" if before.text == "}" else f"“{before.text}”"
            message = f"The number {token.text[:20]} stands right after {what}"
            hint = "write the number first, or put * or ^ before it"
        raise Unreadable(message, token.at, hint=hint, code="number")

    def _infix(self, left: Node, token: Token, binding: int) -> Node:
        """Take the operator at hand and what is on its right."""
        self._at += 1
        text = token.text
        if binding in (SUM, PRODUCT):
            return Binary(text, left, self._expression(binding + 1), left.at)  # type: ignore[arg-type]
        if text == "^":
            return self._power(left, token)
        if text == "'":
            return self._transposed(left, token)
        if text == "!":
            if self._tokens[self._at].text == "!" and not self._tokens[self._at].spaced:
                hint = "write out the product"
                raise Unreadable("“!!” is not something I can read", token.at, hint=hint, code="operator")
            return Call("factorial", (left,), left.at)
        return self._chain(left, token, binding)

    def _chain(self, left: Node, token: Token, binding: int) -> Node:
        """a < b <= c, a and b and c, A U B U C: one node for the whole chain."""
        parts, operators = [left, self._expression(binding + 1)], [token.text]
        while True:
            following = self._tokens[self._at]
            if following.kind != "sym" or _BINDING.get(following.text) != binding:
                break
            self._at += 1
            operators.append(following.text)
            parts.append(self._expression(binding + 1))
        if binding == RELATION:
            return Relation(tuple(parts), tuple(operators), left.at)  # type: ignore[arg-type]
        if binding == UNION or (binding == OR and all(map(_is_range, parts))):
            flat = [part.parts if isinstance(part, Union) else (part,) for part in parts]
            return Union(tuple(item for part in flat for item in part), left.at)
        return Logic("or" if binding == OR else "and", tuple(parts), left.at)

    def _power(self, base: Node, caret: Token) -> Node:
        token = self._tokens[self._at]
        mark = self._transpose_mark()
        if mark:
            return self._transposed(base, token, mark)
        if token.kind == "sym" and token.text == "{":
            exponent = _grouped(self._braced(), POWER)
            if self._tokens[self._at].text == "^":
                hint = "put brackets around one of the powers"
                raise Unreadable("Two powers in a row", self._tokens[self._at].at, hint=hint, code="operator")
        elif token.kind in ("end", "nl") or (token.kind == "sym" and (token.text in _CLOSERS or token.text in ",;")):
            hint = "write x^2 or x^(-1/2)"
            raise Unreadable("The exponent is missing after ^", token.at, hint=hint, code="operand")
        else:
            exponent = self._expression(POWER)
        return Binary("^", base, exponent, base.at)

    def _transpose_mark(self) -> Literal["", "T", "-T"]:
        """Take T, {T}, (T), -T, {-T} or (-T) after a caret."""
        at = self._at
        bracket = _OPENERS.get(self._tokens[at].text, "") if self._tokens[at].kind == "sym" else ""
        at += bool(bracket)
        minus = self._tokens[at].text == "-"
        at += minus
        if self._tokens[at].kind != "T" or (bracket and self._tokens[at + 1].text != bracket):
            return ""
        self._at = at + 1 + bool(bracket)
        return "-T" if minus else "T"

    def _transposable(self, node: Node) -> bool:
        if isinstance(node, Name):
            return node.name in self._vocabulary.matrices
        return not isinstance(node, Num | Neg)

    def _transposed(self, node: Node, token: Token, mark: str = "T") -> Node:
        if isinstance(node, Num | Name) and not self._transposable(node):
            what = node.name if isinstance(node, Name) else node.text
            message = f"“{what}” is a number here, and has no transpose"
            raise Unreadable(message, token.at, hint="leave the mark out", code="function")
        if mark == "-T":
            node = Call("inv", (node,), node.at)
        return Call("transpose", (node,), node.at)

    # ---- operands -----------------------------------------------------------------------------------------

    def _operand(self, floor: int) -> Node:
        token = self._tokens[self._at]
        kind, text, at = token.kind, token.text, token.at
        if kind == "num":
            self._at += 1
            percent = self._tokens[self._at].text == "%"
            self._at += percent
            return Num(text, at, percent)
        if kind == "name":
            self._at += 1
            return Name(text, at)
        if kind == "const":
            self._at += 1
            return Const(text, at)  # type: ignore[arg-type]
        if kind == "func":
            self._at += 1
            return self._call(token)
        if kind == "word" and self._at == self._first and len(self._tokens) == self._at + 2:
            self._at += 1
            return Word(text, at)
        if kind == "env":
            return self._environment()
        if kind == "wrap":
            self._at += 1
            inner = self._round()
            return inner.inner if isinstance(inner, Group) and isinstance(inner.inner, Sequence | Rows) else inner
        return self._operand_symbol(token, floor)

    def _operand_symbol(self, token: Token, floor: int) -> Node:
        """An operand that a symbol begins: a sign, brackets, bars, LaTeX."""
        text = token.text if token.kind == "sym" else ""
        if text == "-":
            self._at += 1
            # At the start of a term the minus belongs to the whole term; after an operator to one factor.
            return Neg(self._expression(PRODUCT if floor <= PRODUCT else floor), token.at)
        if text == "+" and self._signed_operand():
            self._at += 1
            return self._expression(PRODUCT if floor <= PRODUCT else floor)
        if text == "(":
            return self._round()
        if text == "[":
            return self._square()
        if text == "{" and floor <= SUM:
            return self._set()
        if text in ("|", "‖"):
            return self._between_bars(token)
        if text in ("<", "⟨"):
            return self._angle(token)
        if text in ("⌊", "⌈"):
            return self._rounded(token)
        if text == "∅" and floor <= SUM:
            self._at += 1
            return SetOf((), token.at)
        if text == "\\frac":
            return self._fraction(token, floor)
        if text == "\\sqrt":
            return self._root(token)
        if text == "\\binom":
            self._at += 1
            return Call("binom", (self._argument(token), self._argument(token)), token.at)
        return self._missing(token)

    def _signed_operand(self) -> bool:
        """True where a plus can be a sign: not after another sign."""
        before = self._tokens[self._at - 1] if self._at else None
        return before is None or before.kind != "sym" or before.text not in ("+", "-", "*", "/", "^")

    def _fraction(self, token: Token, floor: int) -> Node:
        """\\frac{a}{b} as a/b, in brackets where something to its left or a power would bind first."""
        self._at += 1
        top, bottom = self._argument(token), self._argument(token)
        node = Binary("/", _grouped(top, PRODUCT), _grouped(bottom, FACTOR), token.at)
        following = self._tokens[self._at]
        powered = following.kind == "sym" and following.text in ("^", "'", "!")
        return node if floor <= PRODUCT and not powered else Group(node, token.at)

    def _root(self, token: Token) -> Node:
        self._at += 1
        index: Node | None = None
        if self._tokens[self._at].text == "[":
            square = self._square()
            if not isinstance(square, Sequence) or len(square.items) != 1:
                hint = "\\sqrt[3]{2}"
                raise Unreadable("A root has one index", square.at, hint=hint, code="function")
            index = square.items[0]
        argument = self._argument(token)
        return Call("sqrt", (argument,), token.at) if index is None else Call("root", (index, argument), token.at)

    def _argument(self, command: Token) -> Node:
        """The argument of a LaTeX command: braces, or one digit or letter."""
        token = self._tokens[self._at]
        if token.kind == "sym" and token.text == "{":
            return self._braced()
        if token.kind in ("name", "const") or (token.kind == "num" and len(token.text) == 1):
            self._at += 1
            return self._atom(token)
        hint = f"{command.text}{{...}}"
        raise Unreadable(f"“{command.text}” needs its argument in braces", token.at, hint=hint, code="function")

    def _atom(self, token: Token) -> Node:
        if token.kind == "num":
            return Num(token.text, token.at)
        return Name(token.text, token.at) if token.kind == "name" else Const(token.text, token.at)  # type: ignore[arg-type]

    def _braced(self) -> Node:
        """One expression in braces that only group, as in LaTeX."""
        items, _ = self._items()
        if len(items) != 1:
            message = "Braces group one expression here"
            raise Unreadable(message, self._tokens[self._at - 1].at, hint="write x^{2}", code="bracket")
        return items[0]

    # ---- functions ----------------------------------------------------------------------------------------

    def _call(self, token: Token) -> Node:
        name = token.text
        if self._tokens[self._at].kind == "sym" and self._tokens[self._at].text == "^":
            name = self._inverse(token)
        following = self._tokens[self._at]
        opens = following.text if following.kind == "sym" else ""
        if opens in ("(", "{"):
            arguments, _ = self._items(empty=True)
        elif opens == "[" and not following.spaced:
            hint = f"write {_spelled(name)}(...)"
            raise Unreadable("A function takes round brackets", following.at, hint=hint, code="function")
        else:
            arguments = (self._bare_argument(name, token),)
        low, high = _ARITY.get(name, (1, 1))
        if name in self._vocabulary.functions:
            low, high = 1, 99
        if not arguments:
            hint = f"write {_spelled(name)}(x)"
            raise Unreadable(f"“{_spelled(name)}” needs an argument", token.at, hint=hint, code="function")
        if not low <= len(arguments) <= high:
            raise self._wrong_number(name, token, len(arguments), low)
        if name.startswith("log_"):
            return self._logarithm(name[4:], arguments[0], token.at)
        return Call(name, arguments, token.at)

    def _wrong_number(self, name: str, token: Token, count: int, wanted: int) -> Unreadable:
        message = f"“{_spelled(name)}” takes {wanted} argument{'s' * (wanted > 1)}, and here are {count}"
        hints = {"log": "for another base write log_2(x)", "norm": "write norm((1, 2))", "ln": "write ln(x)"}
        hint = hints.get(name, f"write {_spelled(name)}({', '.join('nkab'[:wanted]) if wanted > 1 else 'x'})")
        return Unreadable(message, token.at, hint=hint, code="function")

    def _inverse(self, token: Token) -> str:
        """The inverse function of sin^-1; any other power of a function's name is refused."""
        tokens, at = self._tokens, self._at + 1
        bracket = _OPENERS.get(tokens[at].text, "")
        at += bool(bracket)
        name = _spelled(token.text)
        if [t.text for t in tokens[at : at + 2]] == ["-", "1"] and (not bracket or tokens[at + 2].text == bracket):
            if token.text not in _INVERSE:
                hint = f"write 1/{name}(x) for the reciprocal"
                raise Unreadable(f"I cannot read an inverse of “{name}”", token.at, hint=hint, code="function")
            self._at = at + 2 + bool(bracket)
            return _INVERSE[token.text]
        power = tokens[at].text if tokens[at].kind in ("num", "name") else "2"
        message = f"The power of “{name}” stands before its argument"
        raise Unreadable(message, tokens[self._at].at, hint=f"write {name}(x)^{power[:10]}", code="function")

    def _logarithm(self, base: str, argument: Node, at: int) -> Node:
        """log_3(x) as (ln(x)/ln(3)): the tree has natural logarithms and those of base 2 and 10."""
        if base == "e":
            return Call("ln", (argument,), at)
        number: Node = Num(base, at)
        if not base.isdigit():
            kind, name = names_of(self._vocabulary).part(base)
            number = Name(name, at) if kind == "name" else Const(name, at)  # type: ignore[arg-type]
        return Group(Binary("/", Call("ln", (argument,), at), Call("ln", (number,), at), at), at)

    def _bare_argument(self, name: str, token: Token) -> Node:
        """What a function without brackets applies to.

        One factor with its power, and for all but roots the names that follow it without a space: sin 2x is
        sin(2x). Where a space or a slash leaves it open, the reply is refused and both readings are offered.
        """
        start, first = self._at, self._tokens[self._at]
        spelled = _spelled(name)
        starts = first.kind in _OPERANDS or (first.kind == "sym" and first.text in _STARTS)
        if name in self._vocabulary.functions or name in _BRACKETS_NEEDED or not starts or first.text == self._bar:
            sign = first.kind == "sym" and first.text in ("-", "+")
            message = (
                f"“{spelled}” needs brackets around its argument"
                if starts or sign
                else f"“{spelled}” needs an argument"
            )
            raise Unreadable(
                message, token.at, hint=f"write {spelled}({'-x' if first.text == '-' else 'x'})", code="function"
            )
        argument = self._expression(POWER)
        if name in _ROOTS or first.kind == "func":
            return argument
        while self._tokens[self._at].kind in ("name", "const"):
            following = self._tokens[self._at]
            if following.spaced:
                if self._row or not isinstance(argument, Num | Name | Const | Binary):
                    break
                self._two_ways(spelled, start)
            argument = Binary("*", argument, self._expression(POWER), argument.at, True)
        slash = self._tokens[self._at]
        if (
            slash.text == "/"
            and slash.kind == "sym"
            and not slash.spaced
            and first.kind != "env"
            and first.text not in ("|", "[", "(")
        ):
            self._two_ways(spelled, start)
        return argument

    def _two_ways(self, name: str, start: int) -> NoReturn:
        taken = "".join(token.text for token in self._tokens[start : self._at])[:30]
        then = self._tokens[self._at]
        more = f"/{self._tokens[self._at + 1].text}" if then.text == "/" else f" {then.text}"
        message = f"It is not clear where the argument of “{name}” ends"
        hint = f"write {name}({taken}{more}) or {name}({taken}){more}"
        raise Unreadable(message, then.at, hint=hint, code="function")

    # ---- brackets -----------------------------------------------------------------------------------------

    def _enter(self) -> _State:
        saved: _State = (self._row, self._bar)
        self._row, self._bar = "", ""
        return saved

    def _items(self, empty: bool = False) -> tuple[tuple[Node, ...], bool]:
        """The items between the bracket at hand and its partner, and whether a comma ends them."""
        close = self._match[self._at]
        opener = self._tokens[self._at]
        saved = self._enter()
        self._at += 1
        items: list[Node] = []
        trailing = False
        while self._at < close:
            items.append(self._expression(OR))
            token = self._tokens[self._at]
            if self._at == close:
                break
            if token.text != "," and not (token.text == ";" and opener.text == "{"):
                if not self._vectors_apart(items[-1], token):
                    self._unexpected(token)
                continue
            self._at += 1
            trailing = self._at == close
        if trailing and (len(items) > 1 or opener.text != "("):
            self._missing(self._tokens[close])
        if not items and not empty:
            message = "There is nothing between the brackets"
            raise Unreadable(message, opener.at, hint="write the entries between them", code="operand")
        self._at = close + 1
        self._row, self._bar = saved
        return tuple(items), trailing

    def _round(self) -> Node:
        """( ... ): brackets that group, a tuple, or an interval open on the left."""
        opener = self._tokens[self._at]
        closer = self._tokens[self._match[self._at]]
        environment = self._tokens[self._at + 1].kind == "env"
        items, trailing = self._items()
        if closer.text == "]":
            return self._interval(opener, closer, items)
        if len(items) == 1 and not trailing:
            node = items[0]
            return node if environment and isinstance(node, Rows) else Group(node, opener.at)
        return Sequence(items, "(", opener.at)

    def _interval(self, opener: Token, closer: Token, items: tuple[Node, ...]) -> Node:
        if len(items) != 2:
            message = f"“{opener.text}” opened at column {opener.at + 1} is closed by “{closer.text}”"
            hint = f"close it with {_OPENERS[opener.text]}; an interval such as [0, 1) has two ends"
            raise Unreadable(message, closer.at, hint=hint, code="bracket")
        return Interval(items[0], items[1], opener.text == "[", closer.text == "]", opener.at)

    def _set(self) -> Node:
        opener = self._tokens[self._at]
        items, _ = self._items(empty=True)
        return SetOf(items, opener.at)

    def _square(self) -> Node:
        """[ ... ]: a vector, a matrix, or an interval closed on the left."""
        start, opener = self._at, self._tokens[self._at]
        close = self._match[start]
        if self._tokens[close].text == ")":
            items, _ = self._items()
            return self._interval(opener, self._tokens[close], items)
        saved = self._enter()
        self._at += 1
        rows: list[tuple[Node, ...]] = []
        separated = False
        while True:
            while self._tokens[self._at].kind == "nl":
                self._at += 1
            if self._at == close:
                break
            rows.append(self._square_row(close))
            if self._tokens[self._at].text == ";":
                separated = True
                self._at += 1
        self._at = close + 1
        self._row, self._bar = saved
        if not rows:
            message = "There is nothing between the brackets"
            raise Unreadable(message, opener.at, hint="write the entries between them", code="operand")
        if len(rows) > 1 or separated:
            return _matrix(list(rows), opener.at)
        return self._one_row(rows[0], start, close)

    def _square_row(self, close: int) -> tuple[Node, ...]:
        """The entries of one row, up to a semicolon, a line end or the closing bracket."""
        commas, _ = self._row_ahead()
        self._row = "" if commas else "bracket"
        row: list[Node] = []
        while True:
            row.append(self._expression(OR))
            token = self._tokens[self._at]
            if self._at == close or token.kind == "nl" or token.text == ";":
                return tuple(row)
            if token.text == "," and token.kind == "sym":
                self._at += 1
                after = self._tokens[self._at]
                if len(row) == 1 and (self._at == close or after.text == ";"):
                    return tuple(row)
            elif not ((self._row and token.spaced) or self._vectors_apart(row[-1], token)):
                self._unexpected(token)

    def _one_row(self, row: tuple[Node, ...], start: int, close: int) -> Node:
        """A vector, or the matrix that a list of vectors is ([[1, 2], [3, 4]])."""
        at = self._tokens[start].at
        if len(row) == 1 and isinstance(row[0], Rows) and self._tokens[start + 1].kind == "env":
            return row[0]
        whole = start == 0 and close == len(self._tokens) - 2
        if all(map(_is_flat, row)) and not (whole and self._expects in _LISTS):
            return _matrix(list(row), at)
        return Sequence(row, "[", at)

    def _angle(self, token: Token) -> Node:
        """<1, 2> and its like in Unicode and LaTeX: a vector."""
        self._at += 1
        saved = self._enter()
        items = [self._expression(SUM)]
        while self._tokens[self._at].text == ",":
            self._at += 1
            items.append(self._expression(SUM))
        if self._tokens[self._at].text != "⟩":
            if len(items) == 1 and token.text == "<":
                message, hint = "Something is missing before “<”", "write x < 1"
                raise Unreadable(message, token.at, hint=hint, code="operand")
            message = f"“{token.text}” opened at column {token.at + 1} is never closed"
            hint = "add >" if token.text == "<" else "add ⟩"
            raise Unreadable(message, token.at, hint=hint, code="bracket")
        self._at += 1
        self._row, self._bar = saved
        return Sequence(tuple(items), "(", token.at)

    def _rounded(self, token: Token) -> Node:
        self._at += 1
        saved = self._enter()
        inner = self._expression(SUM)
        wanted = {"⌊": "⌋", "⌈": "⌉"}[token.text]
        if self._tokens[self._at].text != wanted:
            message = f"“{token.text}” opened at column {token.at + 1} is never closed"
            raise Unreadable(message, token.at, hint=f"add {wanted}", code="bracket")
        self._at += 1
        self._row, self._bar = saved
        return Call("floor" if token.text == "⌊" else "ceil", (inner,), token.at)

    def _between_bars(self, token: Token) -> Node:
        """|x| or ||x||. Two bars may also be |x| inside |...|: the norm is tried first, each place only once."""
        start, depth = self._at, self._depth
        state: _State = (self._row, self._bar)
        after = self._tokens[start + 1]
        if token.text == "|" and after.text == "|" and not after.spaced and start not in self._not_norms:
            try:
                return self._barred(token, 2)
            except Unreadable as unreadable:
                if unreadable.code == "too-deep":
                    raise
                self._not_norms.add(start)
                self._at, self._depth = start, depth
                self._row, self._bar = state
        return self._barred(token, 1)

    def _barred(self, token: Token, bars: int) -> Node:
        saved = self._enter()
        self._at += bars
        self._bar = token.text
        inner = self._expression(SUM)
        for _ in range(bars):
            closer = self._tokens[self._at]
            if closer.text != token.text or closer.kind != "sym":
                message = f"“{token.text}” opened at column {token.at + 1} is never closed"
                raise Unreadable(message, token.at, hint=f"add {token.text * bars}", code="bracket")
            self._at += 1
        self._row, self._bar = saved
        return Call("norm" if bars == 2 or token.text == "‖" else "abs", (inner,), token.at)

    def _environment(self) -> Node:
        """A LaTeX matrix: & between entries, \\\\ between rows."""
        token = self._tokens[self._at]
        close = self._match[self._at]
        saved = self._enter()
        self._at += 1
        rows: list[tuple[Node, ...]] = []
        row: list[Node] = []
        while self._at < close:
            row.append(self._expression(OR))
            separator = self._tokens[self._at]
            if self._at == close:
                break
            if separator.text not in ("&", "\\\\"):
                self._unexpected(separator)
            self._at += 1
            if separator.text == "\\\\":
                rows.append(tuple(row))
                row = []
        if row:
            rows.append(tuple(row))
        self._at = close + 1
        self._row, self._bar = saved
        if not rows:
            raise Unreadable("This matrix is empty", token.at, hint="write its entries", code="operand")
        if len(rows) == 1 and self._expects == "vectors":
            return Sequence(rows[0], "[", token.at)
        matrix = Rows(_even(rows), token.at)
        return Call("det", (matrix,), token.at) if token.text == "vmatrix" and self._expects != "matrix" else matrix

    # ---- refusals -----------------------------------------------------------------------------------------

    def _missing(self, token: Token) -> NoReturn:
        """Refuse a token that stands where an operand belongs."""
        before = self._tokens[self._at - 1] if self._at else None
        shown = _SHOWN.get(token.text, token.text)
        if token.kind == "word":
            message, hint = "“ℝ” can only be a whole answer", "write (-inf, inf) for all real numbers"
            raise Unreadable(message, token.at, hint=hint, code="words")
        if token.kind == "T":
            raise names_of(self._vocabulary).unknown("T", token.at, "T")
        operator = before is not None and before.kind == "sym" and before.text in _BINDING
        if token.kind in ("end", "nl") and before is not None:
            message = f"Something is missing after “{_SHOWN.get(before.text, before.text)}”"
            bar = before.text in ("|", "‖")
            hint = "write abs(x), norm(x) or ||x||" if bar else "write what belongs there, or remove it"
            raise Unreadable(message, token.at, hint=hint, code="operand")
        if operator and token.text in _BINDING and before is not None:
            message = f"“{_SHOWN.get(before.text, before.text)}” and “{shown}” stand side by side"
            hint = "write ^ for a power" if token.text == "*" == before.text else "remove one of them"
            raise Unreadable(message, token.at, hint=hint, code="operator")
        if token.kind == "sym" and token.text in ("%", "∈"):
            hint = "write 12% or 0.12" if token.text == "%" else "write only the set"
            raise Unreadable(f"I did not expect “{shown}” here", token.at, hint=hint, code="operator")
        message = f"Something is missing before “{shown}”"
        raise Unreadable(message, token.at, hint="is a number or a name left out?", code="operand")

    def _unexpected(self, token: Token) -> NoReturn:
        """Refuse a token after a complete expression."""
        text = token.text
        if text == ";":
            hint = "write a comma between entries, and [1, 2; 3, 4] for rows"
            raise Unreadable("“;” separates rows, and only inside [ ]", token.at, hint=hint, code="separator")
        if text == ",":
            raise Unreadable("I did not expect a comma here", token.at, hint="decimals take a point", code="separator")
        if token.kind == "num":
            self._number_after(self._tokens[self._at - 1], token)
        shown = _SHOWN.get(text, text)
        if token.kind == "end":
            raise Unreadable(
                "The answer ends too early", token.at, hint="is a bracket or bar left out?", code="bracket"
            )
        hints = {
            "%": "a percent sign follows a number: 12%",
            "|": "close the bar: |x|",
            "∈": "write only the set",
        }
        hint = hints.get(text, "put an operator or a comma before it")
        raise Unreadable(f"I did not expect “{shown}” here", token.at, hint=hint, code="operator")


def _partner(opener: Token) -> str:
    return _OPENERS.get(opener.text, f"\\end{{{opener.text}}}")


def _spelled(function: str) -> str:
    return {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "tr": "tr"}.get(function, function)


def _is_flat(node: Node) -> bool:
    """A vector in brackets whose entries are no vectors: a row of a matrix."""
    return (
        isinstance(node, Sequence) and node.open != "" and not any(isinstance(x, Sequence | Rows) for x in node.items)
    )


def _is_range(node: Node) -> bool:
    """What "or" joins to a union: intervals, and pairs that can be taken for open or closed ones."""
    return isinstance(node, Interval | Union | SetOf) or (isinstance(node, Sequence) and len(node.items) == 2)


def _listed(items: tuple[Node, ...], at: int) -> Node:
    """Several items without brackets; a lone one is itself. Refuses "x = 1, y = 2 or x = 3, y = 4"."""
    if len(items) == 1:
        return items[0]
    either = next((item for item in items if isinstance(item, Logic) and item.op == "or"), None)
    if either is not None:
        message = "A comma beside “or” can be read in two ways"
        hint = "write (x = 1 and y = 2) or (x = 3 and y = 4)"
        raise Unreadable(message, either.at, hint=hint, code="separator")
    return Sequence(items, "", at)


def _line_vectors(line: tuple[Node, ...]) -> tuple[Node, ...]:
    """The vectors of one line: those in brackets, or the one whose entries the line lists."""
    if len(line) == 1 and not isinstance(line[0], Num | Name | Const | Neg):
        return line
    if all(isinstance(item, Sequence | Rows) for item in line):
        return line
    return (Sequence(line, "[", line[0].at),)


def _matrix(rows: list[Node] | list[tuple[Node, ...]], at: int) -> Rows:
    """A matrix from rows, each a tuple of entries or a vector in brackets. Raises Unreadable when they are uneven."""
    plain: list[tuple[Node, ...]] = []
    for row in rows:
        if isinstance(row, tuple) and len(row) == 1 and _is_flat(row[0]):
            row = row[0]
        plain.append(row if isinstance(row, tuple) else row.items)  # type: ignore[union-attr]
    return Rows(_even(plain), at)


def _even(rows: list[tuple[Node, ...]]) -> tuple[tuple[Node, ...], ...]:
    width = len(rows[0])
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            message = f"Row {number} has {_entries(len(row))}, but row 1 has {_entries(width)}"
            raise Unreadable(message, row[0].at, hint="give every row as many entries", code="ragged")
    return tuple(rows)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _ends_operand(token: Token) -> bool:
    return token.kind in ("num", "name", "const", "endenv") or (token.kind == "sym" and token.text in _ENDINGS)


def _last_factor(node: Node) -> Node:
    while isinstance(node, Binary):
        node = node.right
    return node


def _grouped(node: Node, needed: int) -> Node:
    """A node that braces held together, in brackets where it could not stand without."""
    if isinstance(node, Neg):
        inner = node.argument
        stands = needed > PRODUCT and not (isinstance(inner, Neg) or (isinstance(inner, Binary) and inner.op != "^"))
    elif isinstance(node, Binary):
        binding = _BINDING[node.op]
        stands = binding >= needed
    else:
        stands = not isinstance(node, Relation | Logic | Union)
    return node if stands else Group(node, node.at)


def _height(node: Node) -> int:
    """Levels of a tree, counted without recursion."""
    deepest, stack = 0, [(node, 1)]
    while stack:
        current, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in children(current))
    return deepest


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, left to right."""
    match node:
        case Binary(left=left, right=right):
            return (left, right)
        case Neg(argument=inner) | Group(inner=inner):
            return (inner,)
        case Call(arguments=items) | Sequence(items=items) | SetOf(items=items):
            return items
        case Union(parts=items) | Logic(parts=items) | Relation(operands=items):
            return items
        case Rows(rows=rows):
            return tuple(entry for row in rows for entry in row)
        case Interval(low=low, high=high):
            return (low, high)
    return ()
