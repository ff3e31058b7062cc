"""The language learners answer in: text -> syntax tree, or Unreadable with a column, a reason and a fix.

A recursive-descent parser with operator precedence. Nothing is ever evaluated, every bound (length, digits,
depth) is checked before or while the tree is built, and reading is linear in the length of the reply but for
a bounded look-ahead at ambiguous bars.

Precedence, loosest first: comma, or, and, union, relations (chains), + and -, then * / and products without
a sign (one level, left to right, so that 1/2x is (1/2)x), then minus in front of a factor, then ^ (to the
right: 2^3^2 is 2^9), then ' and !. A minus at the start of a term belongs to the whole term: -x^2 is -(x^2).
"""

from __future__ import annotations

from quizgen.answers.arranging import turned_brackets
from quizgen.answers.grammar import (
    DEEPEST,
    LISTS,
    OR,
    SHAPED,
    UNION,
    children,
    height,
    is_flat,
    line_vectors,
    listed_items,
    matrix_of,
)
from quizgen.answers.names import names_of, whole_reply
from quizgen.answers.operators import Operators
from quizgen.answers.syntax import Logic, Node, Relation, Sequence, SetOf, Unreadable, Vocabulary, Word
from quizgen.answers.tokens import LONGEST, Token, Tokeniser

__all__ = ["children", "read"]

_MAY_BE_INTERVALS = frozenset(("value", "interval", "set", "solutions", "relation"))


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
    if expects in SHAPED:
        # "\\ " between two vectors is a space of LaTeX, between two sets a difference.
        tokens = [token for token in tokens if token.text != "∖"]
    if any(token.kind == "sym" and token.text in "±∓" for token in tokens):
        return _both_signs(tokens, vocabulary, expects)
    try:
        return Parser(tokens, vocabulary, expects).parse()
    except Unreadable:
        turned = turned_brackets(tokens) if expects in _MAY_BE_INTERVALS else None
        if turned is None:
            raise
        try:
            return Parser(turned, vocabulary, expects).parse()
        except Unreadable:
            pass
        raise


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


class Parser(Operators):
    """The whole of one reply: lines, rows and lists outside brackets."""

    def parse(self) -> Node:
        """The tree of all tokens."""
        if self._tokens[0].kind == "name" and self._tokens[1].text == "∈":
            self._at = self._first = 2
        start = self._tokens[self._at].at
        node = self._lines(start) if self._breaks else self._single(self._line(), start)
        if len(self._tokens) > DEEPEST and height(node) > DEEPEST:
            message = f"This has more than {DEEPEST} operations in a row"
            raise Unreadable(message, node.at, hint="simplify it", code="too-deep")
        return node

    def _single(self, items: tuple[Node, ...], start: int) -> Node:
        """A reply of one line."""
        if len(items) == 1:
            node = items[0]
            if self._expects == "matrix" and isinstance(node, Sequence) and all(map(is_flat, node.items)):
                return matrix_of([*node.items], node.at)
            return node
        if self._expects == "matrix" and all(map(is_flat, items)):
            return matrix_of(list(items), start)
        return listed_items(items, start)

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
        if self._expects == "vector" and semicolon is not None and all(len(line) == 2 for line in lines):
            message = "A vector has one number between two semicolons"
            raise Unreadable(message, semicolon.at, hint="a decimal takes a point: 1.5", code="separator")
        if self._expects == "vectors":
            return listed_items(tuple(vector for line in lines for vector in line_vectors(line)), start)
        if self._related or self._expects in ("set", "solutions", "relation", "interval"):
            return listed_items(tuple(item for line in lines for item in line), start)
        return matrix_of(lines, start)

    def _line(self) -> tuple[Node, ...]:
        """The items of one line outside brackets."""
        commas, stop = self._row_ahead()
        self._row = "bare" if not commas and self._spaces_separate(stop) else ""
        listing = self._expects in LISTS and not self._related
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

    def _spaces_separate(self, stop: int) -> bool:
        """True where a space outside brackets starts a new item of this line."""
        if self._related:
            return False
        tokens = self._tokens[self._at : stop]
        if self._expects == "set":
            # With letters about, "2 x" is a product.
            return all(token.kind == "num" or token.text in ("-", "/", "+") for token in tokens)
        if self._expects in SHAPED or (self._breaks and self._expects == "value"):
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
            message = "Digits are not grouped by commas"
            hint = f"write {before.text}{after.text}, or {before.text}.{after.text} for a decimal"
        else:
            message, hint = "A decimal takes a point", f"write {before.text}.{after.text}"
        hint += ", or a space after a comma that separates two values"
        raise Unreadable(message, comma.at, hint=hint, code="number")
