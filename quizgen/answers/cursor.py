"""A place in the tokens of a reply, and the refusals of what stands there."""

from __future__ import annotations

from typing import Literal, NoReturn

from quizgen.answers.arranging import Arrangement
from quizgen.answers.grammar import BINDING, OPERANDS, SHOWN, STARTS
from quizgen.answers.names import names_of
from quizgen.answers.syntax import Node, Rows, Sequence, Unreadable, Vocabulary
from quizgen.answers.tokens import Token

State = tuple[Literal["", "bracket", "bare"], str]


class Cursor:
    """One reply and a place in it. `_row` is set inside rows whose entries spaces may separate, `_bar` is the bar to
    close next."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, expects: str) -> None:
        self._vocabulary = vocabulary
        self._expects = expects
        self._at = self._first = 0
        self._depth = 0
        self._row: Literal["", "bracket", "bare"] = ""
        self._bar = ""
        self._not_norms: set[int] = set()
        arranged = Arrangement(tokens, vocabulary, expects)
        self._tokens, self._match = arranged.tokens, arranged.match
        self._breaks, self._related = arranged.breaks, arranged.related

    def _expression(self, floor: int) -> Node:
        """The longest expression from here whose operators bind at least as tightly as `floor`."""
        raise NotImplementedError

    def _enter(self) -> State:
        saved: State = (self._row, self._bar)
        self._row, self._bar = "", ""
        return saved

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

    def _vectors_apart(self, left: Node, token: Token) -> bool:
        """True where two bracketed vectors side by side are two items of a list of vectors."""
        if self._expects != "vectors" or not isinstance(left, Sequence | Rows):
            return False
        return token.kind in OPERANDS or (token.kind == "sym" and (token.text in STARTS or token.text == "{"))

    def _number_after(self, before: Token, token: Token) -> NoReturn:
        if before.kind == "num":
            message = "Two numbers stand next to each other"
            hint = "put * or + between them, or a comma where they are separate values"
        else:
            what = "a power" if before.text == "}" else f"“{before.text}”"
            message = f"The number {token.text[:20]} stands right after {what}"
            hint = "write the number first, or put * or ^ before it"
        raise Unreadable(message, token.at, hint=hint, code="number")

    # ---- refusals -----------------------------------------------------------------------------------------

    def _missing(self, token: Token) -> NoReturn:
        """Refuse a token that stands where an operand belongs."""
        before = self._tokens[self._at - 1] if self._at else None
        shown = SHOWN.get(token.text, token.text)
        if token.kind == "word":
            message, hint = "“ℝ” can only be a whole answer", "write (-inf, inf) for all real numbers"
            raise Unreadable(message, token.at, hint=hint, code="words")
        if token.kind == "T":
            raise names_of(self._vocabulary).unknown("T", token.at, "T")
        operator = before is not None and before.kind == "sym" and before.text in BINDING
        if token.kind in ("end", "nl") and before is not None:
            message = f"Something is missing after “{SHOWN.get(before.text, before.text)}”"
            bar = before.text in ("|", "‖")
            hint = "write abs(x), norm(x) or ||x||" if bar else "write what belongs there, or remove it"
            raise Unreadable(message, token.at, hint=hint, code="operand")
        if operator and token.text in BINDING and before is not None:
            message = f"“{SHOWN.get(before.text, before.text)}” and “{shown}” stand side by side"
            hint = "write ^ for a power" if token.text == "*" == before.text else "remove one of them"
            raise Unreadable(message, token.at, hint=hint, code="operator")
        if token.kind == "sym" and token.text in ("%", "∈"):
            hint = "write 12% or 0.12" if token.text == "%" else "write only the set"
            raise Unreadable(f"I did not expect “{shown}” here", token.at, hint=hint, code="operator")
        if before is None and self._expects == "value" and token.text in ("<", "<=", ">", ">="):
            raise Unreadable(f"A number has no “{shown}” before it", token.at, hint="type it alone", code="operand")
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
        shown = SHOWN.get(text, text)
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
