"""Brackets of all kinds: groups, tuples, vectors, matrices, intervals, sets, norms, LaTeX environments."""

from __future__ import annotations

from itertools import pairwise

from quizgen.answers.cursor import Cursor, State
from quizgen.answers.grammar import (
    LISTS,
    OPENERS,
    OR,
    SHAPED,
    SUM,
    even,
    is_flat,
    matrix_of,
)
from quizgen.answers.syntax import (
    Call,
    Const,
    Group,
    Interval,
    Node,
    Num,
    Rows,
    Sequence,
    SetOf,
    Unreadable,
)
from quizgen.answers.tokens import Token


class Brackets(Cursor):
    """What brackets and bars hold: tuples, vectors, matrices, intervals, sets, absolute values."""

    def _items(self, empty: bool = False) -> tuple[tuple[Node, ...], bool]:
        """The items between the bracket at hand and its partner, and whether a comma ends them."""
        start, close = self._at, self._match[self._at]
        opener = self._tokens[start]
        saved = self._enter()
        self._at += 1
        items: list[Node] = []
        trailing = False
        separators: tuple[str, ...] = ()
        while self._at < close:
            items.append(self._expression(OR))
            token = self._tokens[self._at]
            if self._at == close:
                break
            separators = separators or ((",", ";") if self._separates(start, close) else (",",))
            if token.text not in separators:
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

    def _separates(self, start: int, close: int) -> bool:
        """Whether a semicolon may stand in these brackets: in those of a set, and of a vector without commas."""
        if self._tokens[start].text == "{":
            return True
        commas = any(token.text == "," for token in self._tokens[start:close])
        return self._expects in ("vector", "vectors") and not commas

    def _round(self) -> Node:
        """( ... ): brackets that group, a tuple, or an interval open on the left."""
        opener = self._tokens[self._at]
        closer = self._tokens[self._match[self._at]]
        environment = self._tokens[self._at + 1].kind == "env"
        if self._expects in SHAPED and closer.text == ")" and self._is_spaced_row():
            return self._spaced_row(opener)
        items, trailing = self._items()
        if closer.text == "]":
            return self._interval(opener, closer, items)
        if len(items) == 1 and not trailing:
            node = items[0]
            return node if environment and isinstance(node, Rows) else Group(node, opener.at)
        return Sequence(items, "(", opener.at)

    def _is_spaced_row(self) -> bool:
        """True for (1 2 3): nothing but numbers, some of them apart."""
        inside = self._tokens[self._at + 1 : self._match[self._at]]
        if not all(token.kind == "num" or (token.kind == "sym" and token.text in "-/") for token in inside):
            return False
        return any(b.spaced and a.kind == "num" and (b.kind == "num" or b.text == "-") for a, b in pairwise(inside))

    def _spaced_row(self, opener: Token) -> Node:
        close = self._match[self._at]
        saved = self._enter()
        self._row = "bracket"
        self._at += 1
        items = [self._expression(OR)]
        while self._at < close:
            items.append(self._expression(OR))
        self._at = close + 1
        self._row, self._bar = saved
        return Sequence(tuple(items), "(", opener.at) if len(items) > 1 else Group(items[0], opener.at)

    def _interval(self, opener: Token, closer: Token, items: tuple[Node, ...]) -> Node:
        if len(items) != 2:
            message = f"“{opener.text}” opened at column {opener.at + 1} is closed by “{closer.text}”"
            hint = f"close it with {OPENERS[opener.text]}; an interval such as [0, 1) has two ends"
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
            return matrix_of(list(rows), opener.at)
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
        if len(row) == 1 and self._vocabulary.matrices and not is_flat(row[0]) and not isinstance(row[0], Num):
            return Group(row[0], at)  # 4[A + A^T]x: brackets that group
        whole = start == 0 and close == len(self._tokens) - 2
        if all(map(is_flat, row)) and not (whole and self._expects in LISTS):
            return matrix_of(list(row), at)
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
        state: State = (self._row, self._bar)
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
        index = self._tokens[self._at]
        if index.kind == "norm":
            return self._indexed(inner, token, bars)
        return Call("norm" if bars == 2 or token.text == "‖" else "abs", (inner,), token.at)

    def _indexed(self, inner: Node, token: Token, bars: int) -> Node:
        """||x||_1 and its like: norm(x, 1). ||A||_F is what ||A|| is anyway."""
        index = self._tokens[self._at]
        if bars == 1 and token.text == "|":
            raise Unreadable("A norm has two bars on each side", token.at, hint="write ||x||_1", code="bracket")
        self._at += 1
        if index.text == "F":
            return Call("norm", (inner,), token.at)
        order: Node = Const("inf", index.at) if index.text == "inf" else Num(index.text, index.at)
        return Call("norm", (inner, order), token.at)

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
        matrix = Rows(even(rows), token.at)
        return Call("det", (matrix,), token.at) if token.text == "vmatrix" and self._expects != "matrix" else matrix
