"""Expressions: operators by precedence, products without a sign, and the operands between them."""

from __future__ import annotations

from typing import Literal

from quizgen.answers.calls import Calls
from quizgen.answers.grammar import (
    BINDING,
    CLOSERS,
    DEEPEST,
    FACTOR,
    MEET,
    OPENERS,
    OPERANDS,
    OR,
    POSTFIX,
    POWER,
    PRODUCT,
    RELATION,
    SETS,
    STARTS,
    SUM,
    UNION,
    children,
    grouped,
    is_range,
    last_factor,
)
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
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
)
from quizgen.answers.tokens import Token


def _takes_number(factor: Node) -> bool:
    """True where a number may follow without a sign: (x + 1)2, and 2! 3!."""
    if isinstance(factor, Call) and factor.function == "factorial":
        return isinstance(factor.arguments[0], Num | Name | Const | Group)
    return isinstance(factor, Group)


class Operators(Calls):
    """Operator precedence, products without a sign, operands."""

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
            binding = BINDING.get(token.text) if token.kind == "sym" else None
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
        if token.kind not in OPERANDS and not (token.kind == "sym" and token.text in STARTS):
            return False
        if token.text == self._bar:
            return False
        opens = token.kind == "sym" and token.text in ("(", "[", "⟨")
        if self._vectors_apart(left, token):
            return False
        if self._row and token.spaced:
            # 1/3 [2, 1, 2] is a multiple of a vector, not an entry and a vector.
            return self._row == "bare" and opens and not isinstance(left, Sequence | Rows) and self._opens_vector()
        before = self._tokens[self._at - 1]
        if token.kind == "num" and not _takes_number(last_factor(left)):
            self._number_after(before, token)
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

    def _infix(self, left: Node, token: Token, binding: int) -> Node:
        """Take the operator at hand and what is on its right."""
        self._at += 1
        text = token.text
        if text == "⊙":
            return Call("hadamard", (left, self._expression(binding + 1)), left.at)
        if text == "°":
            if not isinstance(left, Num | Name | Const | Group | Rows | Sequence):
                hint = "put brackets around what is in degrees"
                raise Unreadable("“°” follows a number, a name or brackets", token.at, hint=hint, code="operator")
            return Call("deg", (left,), left.at)
        if text == "choose":
            return self._choose(left, token)
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
            if following.kind != "sym" or BINDING.get(following.text) != binding:
                break
            self._at += 1
            operators.append(following.text)
            parts.append(self._expression(binding + 1))
        if binding == MEET:
            node = parts[0]
            for op, part in zip(operators, parts[1:], strict=True):
                node = SetOperation(op, node, part, left.at)  # type: ignore[arg-type]
            return node
        if binding == RELATION:
            return Relation(tuple(parts), tuple(operators), left.at)  # type: ignore[arg-type]
        if binding == UNION or (binding == OR and all(map(is_range, parts))):
            flat = [part.parts if isinstance(part, Union) else (part,) for part in parts]
            if binding == UNION and all(isinstance(part, SetOf) for part in parts):
                return SetOf(tuple(item for part in parts for item in children(part)), left.at)
            return Union(tuple(item for part in flat for item in part), left.at)
        return Logic("or" if binding == OR else "and", tuple(parts), left.at)

    def _choose(self, left: Node, token: Token) -> Node:
        """n choose k, where both are one number, name or bracket; 2n choose n+1 could be read in several ways."""
        before = self._at - 2
        if isinstance(left, Group):
            opened = {close: start for start, close in self._match.items()}
            before = opened[before]
        right = self._operand(POSTFIX)
        simple = all(isinstance(x, Num | Name | Group) for x in (left, right))
        behind = self._tokens[before - 1] if before > self._first else None
        ahead = self._tokens[self._at]
        stands = behind is None or (behind.kind == "sym" and behind.text in "*=(,[{;|<>")
        ends = ahead.kind in ("end", "nl") or (
            ahead.kind == "sym" and ahead.text in ("*", "/", "=", ",", ";", ")", "]", "}")
        )
        if not (simple and stands and ends):
            message = "It is not clear what “choose” takes"
            raise Unreadable(message, token.at, hint="write binom(n, k)", code="operator")
        return Call("binom", (left, right), left.at)

    def _power(self, base: Node, caret: Token) -> Node:
        token = self._tokens[self._at]
        mark = self._transpose_mark()
        if mark:
            return self._transposed(base, token, mark)
        if token.kind == "sym" and token.text == "{":
            exponent = grouped(self._braced(), POWER)
            if self._tokens[self._at].text == "^":
                hint = "put brackets around one of the powers"
                raise Unreadable("Two powers in a row", self._tokens[self._at].at, hint=hint, code="operator")
        elif token.kind in ("end", "nl") or (token.kind == "sym" and (token.text in CLOSERS or token.text in ",;")):
            hint = "write x^2 or x^(-1/2)"
            raise Unreadable("The exponent is missing after ^", token.at, hint=hint, code="operand")
        else:
            exponent = self._expression(POWER)
        return Binary("^", base, exponent, base.at)

    def _transpose_mark(self) -> Literal["", "T", "-T"]:
        """Take T, {T}, (T), -T, {-T} or (-T) after a caret."""
        at = self._at
        bracket = OPENERS.get(self._tokens[at].text, "") if self._tokens[at].kind == "sym" else ""
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
            names = self._vocabulary.names
            message = f"“{what}” is a number here: it has no transpose and no derivative"
            others = f", or take one of {', '.join(names)}" if len(names) > 1 else ""
            raise Unreadable(message, token.at, hint=f"leave the mark out{others}", code="function")
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
        if kind == "word" and (self._is_whole() or self._is_among_sets()):
            self._at += 1
            return Word(text, at)
        if kind == "env":
            return self._environment()
        if kind == "wrap":
            self._at += 1
            inner = self._round()
            return inner.inner if isinstance(inner, Group) and isinstance(inner.inner, Sequence | Rows) else inner
        return self._operand_symbol(token, floor)

    def _is_whole(self) -> bool:
        """True where the token at hand is the whole reply."""
        return self._at == self._first and len(self._tokens) == self._at + 2

    def _is_among_sets(self) -> bool:
        """True where the token at hand stands beside ∪, ∩ or ∖."""
        near = [self._tokens[self._at + 1]] + ([self._tokens[self._at - 1]] if self._at else [])
        return any(token.kind == "sym" and token.text in SETS for token in near)

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
