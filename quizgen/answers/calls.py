"""Functions and their arguments: sin 2x, log_3(x), \\frac{1}{2}, \\sqrt[3]{2}."""

from __future__ import annotations

from typing import NoReturn

from quizgen.answers.bracketed import Brackets
from quizgen.answers.grammar import (
    ARITY,
    BRACKETS_NEEDED,
    FACTOR,
    INVERSE,
    OPENERS,
    OPERANDS,
    POWER,
    PRODUCT,
    ROOTS,
    STARTS,
    diagonal_of,
    grouped,
    spelled,
)
from quizgen.answers.names import names_of
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
    Name,
    Neg,
    Node,
    Num,
    Rows,
    Sequence,
    Unreadable,
)
from quizgen.answers.tokens import Token


class Calls(Brackets):
    """Functions with and without brackets, and the commands of LaTeX that take arguments."""

    def _fraction(self, token: Token, floor: int) -> Node:
        """\\frac{a}{b} as a/b, in brackets where something to its left or a power would bind first."""
        self._at += 1
        top, bottom = self._argument(token), self._argument(token)
        node = Binary("/", grouped(top, PRODUCT), grouped(bottom, FACTOR), token.at)
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
            hint = f"write {spelled(name)}(...)"
            raise Unreadable("A function takes round brackets", following.at, hint=hint, code="function")
        else:
            arguments = (self._bare_argument(name, token),)
        low, high = ARITY.get(name, (1, 1))
        if name in self._vocabulary.functions:
            low, high = 1, 99
        if not arguments:
            hint = f"write {spelled(name)}(x)"
            raise Unreadable(f"“{spelled(name)}” needs an argument", token.at, hint=hint, code="function")
        if not low <= len(arguments) <= high or (name == "norm" and not _is_norm(arguments)):
            raise self._wrong_number(name, token, len(arguments), low)
        if name == "root" and not _is_index(arguments[0]) and _is_index(arguments[1]):
            arguments = arguments[::-1]  # root(29, 3), as some programs have it
        if name == "diag":
            return diagonal_of(arguments, token.at)
        if name.startswith("log_"):
            return self._logarithm(name[4:], arguments[0], token.at)
        if name == "deg" and not isinstance(arguments[0], Num | Name | Const | Group | Rows | Sequence):
            arguments = (Group(arguments[0], arguments[0].at),)  # as in (x + 1)°, which it is shown as
        return Call(name, arguments, token.at)

    def _wrong_number(self, name: str, token: Token, count: int, wanted: int) -> Unreadable:
        message = f"“{spelled(name)}” takes {wanted} argument{'s' * (wanted > 1)}, and here are {count}"
        hints = {"log": "for another base write log_2(x)", "norm": "write norm((1, 2))", "ln": "write ln(x)"}
        hint = hints.get(name, f"write {spelled(name)}({', '.join('nkab'[:wanted]) if wanted > 1 else 'x'})")
        return Unreadable(message, token.at, hint=hint, code="function")

    def _inverse(self, token: Token) -> str:
        """The inverse function of sin^-1; any other power of a function's name is refused."""
        tokens, at = self._tokens, self._at + 1
        bracket = OPENERS.get(tokens[at].text, "")
        at += bool(bracket)
        name = spelled(token.text)
        if [t.text for t in tokens[at : at + 2]] == ["-", "1"] and (not bracket or tokens[at + 2].text == bracket):
            if token.text not in INVERSE:
                hint = f"write 1/{name}(x) for the reciprocal"
                raise Unreadable(f"I cannot read an inverse of “{name}”", token.at, hint=hint, code="function")
            self._at = at + 2 + bool(bracket)
            return INVERSE[token.text]
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
        shown = spelled(name)
        starts = first.kind in OPERANDS or (first.kind == "sym" and first.text in STARTS)
        if name in self._vocabulary.functions or name in BRACKETS_NEEDED or not starts or first.text == self._bar:
            sign = first.kind == "sym" and first.text in ("-", "+")
            message = (
                f"“{shown}” needs brackets around its argument" if starts or sign else f"“{shown}” needs an argument"
            )
            raise Unreadable(
                message, token.at, hint=f"write {shown}({'-x' if first.text == '-' else 'x'})", code="function"
            )
        argument = self._expression(POWER)
        if name in ROOTS or first.kind == "func":
            return argument
        while self._tokens[self._at].kind in ("name", "const"):
            following = self._tokens[self._at]
            if following.spaced:
                if self._row or not isinstance(argument, Num | Name | Const | Binary):
                    break
                self._two_ways(shown, start)
            argument = Binary("*", argument, self._expression(POWER), argument.at, True)
        slash = self._tokens[self._at]
        if (
            slash.text == "/"
            and slash.kind == "sym"
            and not slash.spaced
            and first.kind != "env"
            and first.text not in ("|", "[", "(")
            and self._tokens[self._at + 1].kind != "func"  # sinh x/sinh 1
        ):
            self._two_ways(shown, start)
        return argument

    def _two_ways(self, name: str, start: int) -> NoReturn:
        taken = "".join(token.text for token in self._tokens[start : self._at])[:30]
        then = self._tokens[self._at]
        after = self._tokens[self._at + 1]
        more = f"/{after.text if after.kind != 'sym' else '...'}" if then.text == "/" else f" {then.text}"
        message = f"It is not clear where the argument of “{name}” ends"
        hint = f"write {name}({taken}{more}) or {name}({taken}){more}"
        raise Unreadable(message, then.at, hint=hint, code="function")


def _is_index(node: Node) -> bool:
    return isinstance(node, Num) and node.text.isdigit() and 2 <= int(node.text[:3]) <= 12


def _is_norm(arguments: tuple[Node, ...]) -> bool:
    """True for norm(x) and norm(x, 1), where x is no number: norm(3, 1) is likely to be that of (3, 1)."""
    if len(arguments) == 1:
        return True
    order = arguments[1]
    known = (isinstance(order, Num) and order.text in ("1", "2")) or (isinstance(order, Const) and order.name == "inf")
    first = arguments[0].argument if isinstance(arguments[0], Neg) else arguments[0]
    return known and not isinstance(first, Num | Const)
