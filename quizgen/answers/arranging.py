"""Before parsing: which bracket closes which, where lines end, and which < is a bracket."""

from __future__ import annotations

from quizgen.answers.grammar import (
    BINDING,
    BRACKETS_DEEP,
    BROKEN_AFTER,
    CLOSERS,
    OPENERS,
    RELATION,
    SHAPED,
    ends_operand,
    partner,
)
from quizgen.answers.syntax import Unreadable, Vocabulary
from quizgen.answers.tokens import Token


class Arrangement:
    """One reply's tokens, the partner of every bracket, the line ends and semicolons outside all of them."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, expects: str) -> None:
        self._vocabulary = vocabulary
        self._expects = expects
        self.tokens: list[Token] = []
        self.match: dict[int, int] = {}
        self.breaks: list[int] = []
        self.related = False
        self._arrange(tokens)

    def _arrange(self, tokens: list[Token]) -> None:
        """Find the partner of every bracket and the line ends and semicolons outside all of them.

        Line ends that only break a long line are dropped. ( ] and [ ) may be partners: they are intervals.
        """
        kept, stack = self.tokens, list[int]()
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
                    self.breaks.append(len(kept))
            elif kind == "env" or (kind == "sym" and text in OPENERS):
                stack.append(len(kept))
                if len(stack) > BRACKETS_DEEP:
                    message = f"More than {BRACKETS_DEEP} brackets are open here"
                    raise Unreadable(message, token.at, hint="use fewer brackets", code="too-deep")
            elif kind == "endenv" or (kind == "sym" and text in CLOSERS):
                mixed = self._close(token, stack) or mixed
            elif kind == "sym":
                if text == ";" and not stack:
                    self.breaks.append(len(kept))
                elif text in ("&", "&&"):
                    if stack and kept[stack[-1]].kind == "env":
                        if text == "&&":
                            kept.append(token._replace(text="&"))
                            token = token._replace(at=token.at + 1)
                        token = token._replace(text="&")
                    else:
                        token = token._replace(text="∧")
                elif BINDING.get(text) == RELATION:
                    token = self._related_or_angle(token, angles, bool(stack))
            kept.append(token)
        if stack:
            raise self._never_closed(kept[stack[-1]], mixed)
        while self.breaks and self.breaks[-1] == len(kept) - 2 and kept[-2].kind == "nl":
            del kept[-2]
            self.breaks.pop()

    def _related_or_angle(self, token: Token, angles: list[int], nested: bool) -> Token:
        """Note a relation; but a < before an operand and its > are brackets, and become ⟨ and ⟩."""
        kept = self.tokens
        if token.text == "<" and (not kept or not ends_operand(kept[-1])):
            angles.append(len(kept))
        elif token.text == ">" and angles:
            at = angles.pop()
            kept[at] = kept[at]._replace(text="⟨")
            return token._replace(text="⟩")
        elif not nested:
            self.related = True
        return token

    def _joins(self, tokens: list[Token], index: int) -> bool:
        """Whether the parameter U is a union after all: it stands between brackets."""
        if "U" in self._vocabulary.names or not index:
            return False
        return tokens[index - 1].text in CLOSERS and tokens[index + 1].text in OPENERS

    def _keeps_line_end(self, stack: list[int]) -> bool:
        """Whether a line end here separates lines or rows."""
        kept = self.tokens
        if not kept or kept[-1].kind == "nl" or (stack and kept[stack[-1]].text != "["):
            return False
        if kept[-1].kind != "sym":
            return True
        if kept[-1].text == ",":
            # "1, 2,\n3, 4" are two rows of a matrix, and one list of values elsewhere.
            if stack or self._expects not in SHAPED or len(kept) == 1:
                return False
            kept.pop()
        return kept[-1].text not in BROKEN_AFTER or kept[-1].kind != "sym"

    def _close(self, token: Token, stack: list[int]) -> tuple[int, str] | None:
        """Take the partner of a closing bracket off the stack; returns it where it is of the other shape."""
        if not stack:
            hint = f"remove it, or open {CLOSERS.get(token.text, 'it')} before"
            raise Unreadable(f"“{token.text}” closes nothing", token.at, hint=hint, code="bracket")
        index = stack[-1]
        opener = self.tokens[index]
        same = OPENERS.get(opener.text) == token.text or (opener.kind == "env" and token.kind == "endenv")
        if not same and not (opener.text in ("(", "[") and token.text in (")", "]")):
            message = f"“{opener.text}” opened at column {opener.at + 1} is closed by “{token.text}”"
            raise Unreadable(message, token.at, hint=f"close it with {partner(opener)}", code="bracket")
        self.match[stack.pop()] = len(self.tokens)
        return None if same else (index, token.text)

    def _never_closed(self, opener: Token, mixed: tuple[int, str] | None) -> Unreadable:
        # In 2*[(1+2] the round bracket took the square one's partner: blame the round one.
        if mixed is not None and mixed[1] == OPENERS.get(opener.text):
            opener = self.tokens[mixed[0]]
        message = f"“{opener.text}” opened at column {opener.at + 1} is never closed"
        return Unreadable(message, opener.at, hint=f"add {partner(opener)}", code="bracket")


def turned_brackets(tokens: list[Token]) -> list[Token] | None:
    """The tokens with the open ends of ]0, 1[ as round brackets; None where none is turned or it holds no two ends."""
    made: list[Token] = []
    stack: list[list[int | str]] = []  # the opening bracket, and the commas after it
    turned = False
    for token in tokens:
        text = token.text if token.kind == "sym" else ""
        if text in ("(", "{"):
            stack.append([text, 0])
        elif text in (")", "}"):
            if not stack:
                return None
            stack.pop()
        elif text in (",", ";") and stack:
            stack[-1][1] = int(stack[-1][1]) + 1
        elif text in ("[", "]"):
            closes = bool(stack) and (stack[-1][0] in ("[", "]") or (text == "]" and stack[-1][0] == "("))
            if closes and stack.pop()[1] != 1:
                return None
            if not closes:
                stack.append([text, 0])
            if (text == "[") == closes:
                token, turned = token._replace(text=")" if closes else "("), True
        made.append(token)
    return made if turned else None
