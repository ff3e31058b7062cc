"""Entry by entry: the shape of a vector or matrix, its entries, and what the wrong ones have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizgen.answers.base import BRIEF, CORRECT, Verdict, incorrect
from quizgen.answers.replies import UNDECIDED, counted, listed
from quizgen.answers.syntax import Call, Neg, Node, Num, Rows, Sequence

if TYPE_CHECKING:
    from quizgen.answers.closeness import Rounding


def shape_verdict(node: Node, wanted: tuple[int, int], vector: bool) -> Verdict | None:
    """ "shape" when the reply has another one. For a `vector` rows and columns are alike, else for flat lists only."""
    from quizgen.answers.closeness import shape_of

    typed = shape_of(node)
    if typed == wanted or (1 in wanted and typed == wanted[::-1] and (vector or _is_flat(node))):
        return None
    return incorrect("shape", f"Your answer {_named(typed, vector)}; {_asked(wanted, vector)}.")


def _is_flat(node: Node) -> bool:
    """True when nothing in the reply says whether it is a row or a column."""
    from quizgen.answers.trees import places

    return not any(isinstance(x, Rows) or (isinstance(x, Call) and x.function == "transpose") for x in places(node))


def _named(shape: tuple[int, int], vector: bool) -> str:
    if shape == (1, 1):
        return "is a single number"
    if vector and 1 in shape:
        return "has " + counted(max(shape), "entry")
    return f"is a {shape[0]}×{shape[1]} matrix"


def _asked(shape: tuple[int, int], vector: bool) -> str:
    if vector:
        return f"a vector with {counted(shape[0], 'entry')} is asked for"
    return f"a {shape[0]}×{shape[1]} matrix is asked for"


def judge_entries(node: Node, right: list[list[Node]], allowed: Rounding, vector: bool) -> Verdict:
    """Shape, then every entry, then what the wrong ones have in common. Raises Unreadable and Undefined.

    `right` are the constant entries row by row, a column for a `vector`. Codes: see VectorAnswer, MatrixAnswer.
    """
    from quizgen.answers.closeness import table_close

    if _is_complex(right):
        return _judge_complex(node, right, allowed, vector)
    shape = len(right), len(right[0])
    if shape[1] == 1 < shape[0]:
        node = _column(node)
    misfit = shape_verdict(node, shape, vector)
    if misfit is not None:
        if shape[0] != shape[1] and _is_transpose(node, right, allowed):
            return incorrect("transposed", "This is the transpose.")
        return misfit
    if not _has_shape(node, shape):
        node = Call("transpose", (node,), node.at)
    table = table_close(node, right, allowed)
    verdicts = [v for row in table for v in row]
    if all(verdicts):
        return CORRECT
    if False not in verdicts:
        return UNDECIDED
    wrong = [(i, j) for i, row in enumerate(table) for j, v in enumerate(row) if v is False]
    return scored(node, wrong, shape, None if BRIEF.get() else _near_miss(node, right, wrong, allowed))


def _column(node: Node) -> Node:
    """The list in (1, 2)^T, which is how a column is written in a line of text."""
    if isinstance(node, Call) and node.function == "transpose" and isinstance(node.arguments[0], Sequence):
        return node.arguments[0]
    return node


def _takes_no_work(node: Node) -> bool:
    """True for zeros and for the identity: where entries of the answer are 0 or 1 as well, nothing was found out."""
    from quizgen.answers.values import entries

    typed = entries(node)
    if typed is None:
        return False
    texts = [[x.text if isinstance(x, Num) else "" for x in row] for row in typed]
    if all(text == "0" for row in texts for text in row):
        return True
    identity = all(text == str(int(i == j)) for i, row in enumerate(texts) for j, text in enumerate(row))
    return identity and min(len(texts), len(texts[0])) > 1


def _is_complex(right: list[list[Node]]) -> bool:
    """True where an entry is not real; a look at the nodes decides it in nearly every case."""
    if all(isinstance(x, Num) or (isinstance(x, Neg) and isinstance(x.argument, Num)) for row in right for x in row):
        return False
    from quizgen.answers.complexes import is_complex

    return any(is_complex(x) for row in right for x in row)


def _judge_complex(node: Node, right: list[list[Node]], allowed: Rounding, vector: bool) -> Verdict:
    """As judge_entries, for complex entries."""
    from quizgen.answers.complexes import table_close, table_shape

    shape, typed = (len(right), len(right[0])), table_shape(node)
    if typed != shape:
        if typed != shape[::-1] or not (vector or (1 in shape and _is_flat(node))):
            return incorrect("shape", f"Your answer {_named(typed, vector)}; {_asked(shape, vector)}.")
        node = Call("transpose", (node,), node.at)
    table = table_close(node, right, allowed)
    verdicts = [v for row in table for v in row]
    if all(verdicts):
        return CORRECT
    if False not in verdicts:
        return UNDECIDED
    near = None
    if all(v for row in table_close(Neg(node), right, allowed) for v in row):
        near = "sign", "All signs are reversed."
    elif all(v for row in table_close(Call("conj", (node,)), right, allowed) for v in row):
        near = "conjugate", "These are the complex conjugates."
    wrong = [(i, j) for i, row in enumerate(table) for j, v in enumerate(row) if v is False]
    return scored(node, wrong, shape, near)


def scored(
    node: Node, wrong: list[tuple[int, int]], shape: tuple[int, int], near: tuple[str, str] | None = None
) -> Verdict:
    """The share of right entries and which are wrong; nothing for a whole that is wrong alike (sign, transposed), nor
    for one that takes no work."""
    share = 1 - len(wrong) / (shape[0] * shape[1])
    if share and _takes_no_work(node):
        return incorrect(message=_which(wrong, shape))
    if near and (near[0] != "rounding" or not share):
        return incorrect(*near)
    if not share:
        return incorrect()
    return Verdict("partial", share, *(near or ("partial", _which(wrong, shape))))


def _has_shape(node: Node, shape: tuple[int, int]) -> bool:
    from quizgen.answers.closeness import shape_of

    return shape_of(node) == shape


def _is_transpose(node: Node, right: list[list[Node]], allowed: Rounding) -> bool:
    from quizgen.answers.closeness import table_close

    if not _has_shape(node, (len(right[0]), len(right))):
        return False
    turned = [list(column) for column in zip(*right, strict=True)]
    return all(v for row in table_close(node, turned, allowed) for v in row)


def _near_miss(
    node: Node, right: list[list[Node]], wrong: list[tuple[int, int]], allowed: Rounding
) -> tuple[str, str] | None:
    """The whole negative or the whole transpose, where that is what was typed; rounded entries."""
    from quizgen.answers.closeness import rounding_slip, table_close
    from quizgen.answers.values import entries

    if all(v for row in table_close(Neg(node), right, allowed) for v in row):
        return "sign", "All signs are reversed."
    if len(right) == len(right[0]) > 1 and _is_transpose(node, right, allowed):
        return "transposed", "This is the transpose."
    typed = entries(node)
    if typed and all(rounding_slip(typed[i][j], right[i][j]) for i, j in wrong):
        if allowed.exact:
            return "rounding", "Entries are rounded; exact numbers are asked for."
        return "rounding", "Entries have too few digits, or are not rounded correctly."
    return None


def _which(wrong: list[tuple[int, int]], shape: tuple[int, int]) -> str:
    if 1 in shape:
        found = [str(max(i, j) + 1) for i, j in wrong]
        return f"Entry {found[0]} is wrong." if len(found) == 1 else f"Entries {listed(found)} are wrong."
    found = [f"row {i + 1}, column {j + 1}" for i, j in wrong]
    if len(found) == 1:
        return f"The entry in {found[0]} is wrong."
    return f"These entries are wrong: {'; '.join(found[:4])}" + ("; and more." if len(found) > 4 else ".")
