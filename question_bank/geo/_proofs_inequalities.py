"""Proofs of level 2: Cauchy-Schwarz, the triangle inequalities, independence of orthogonal vectors."""

from __future__ import annotations

from question_bank._gaps import Gap, Wrong, number, vector
from question_bank._proofs import Line, Proof, Slip
from question_bank.geo._proofs_lengths import PAIR
from quizgen.exact import Matrix

NUMBER = (("lam",), ((r"\lambda",), (r"\mu",), (r"\alpha",)))
XY = (vector("x"), vector("y"))


def _length(x: Matrix) -> float:
    return float(sum(float(x[i]) ** 2 for i in range(x.rows)) ** 0.5)


CAUCHY_SCHWARZ = Proof(
    "cauchy-schwarz",
    2,
    r"For all $@x, @y \in \mathbb{R}^n$ we have $|@x^\top @y| \le \|@x\| \|@y\|$.",
    (
        Line("trivial", r"If $@y = 0$, then both sides are 0."),
        Line("start", r"Let $@y \ne 0$. For every $@lam \in \mathbb{R}$ we have $\|@x - @lam @y\|^2 \ge 0$."),
        Line(
            "expand",
            r"Multiplying this square out gives $\|@x\|^2 - 2 @lam \, @x^\top @y + @lam^2 \|@y\|^2 \ge 0$.",
            ("start",),
        ),
        Line(
            "choose",
            r"As $@y \ne 0$, we may take $@lam = \frac{@x^\top @y}{\|@y\|^2}$, which gives $\|@x\|^2 - "
            r"\frac{(@x^\top @y)^2}{\|@y\|^2} \ge 0$.",
            ("expand",),
        ),
        Line("multiply", r"Multiply by $\|@y\|^2 > 0$: $(@x^\top @y)^2 \le \|@x\|^2 \|@y\|^2$.", ("choose",)),
        Line(
            "root",
            r"As $\sqrt{a^2} = |a|$ for every real $a$, taking roots gives $|@x^\top @y| \le \|@x\| \|@y\|$.",
            ("multiply",),
        ),
        Line("end", r"So the inequality holds for every $@y$.", ("trivial", "root")),
    ),
    (
        Slip(
            "choose",
            r"As $\|@y\|^2 \ge 0$, we may take $@lam = \frac{@x^\top @y}{\|@y\|^2}$, which gives $\|@x\|^2 - "
            r"\frac{(@x^\top @y)^2}{\|@y\|^2} \ge 0$.",
            "A number that is at least 0 may be 0, and then it cannot be divided by; what has been supposed excludes "
            "that.",
            "divides-by-zero",
        ),
        Slip(
            "multiply",
            r"Since $@x^\top @y \le \|@x\| \|@y\|$, squaring gives $(@x^\top @y)^2 \le \|@x\|^2 \|@y\|^2$.",
            r"The number $@x^\top @y$ may be negative, and then the inequality may not be squared; besides, it is "
            "what is to be shown.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "expand",
            r"By the Cauchy-Schwarz inequality this square satisfies $\|@x\|^2 - 2 @lam \, @x^\top @y + @lam^2 "
            r"\|@y\|^2 \ge 0$.",
            "That inequality is what is to be shown; here only the brackets are multiplied out.",
            "uses-result-itself",
        ),
        Slip(
            "root",
            r"As $\sqrt{a^2} = a$ for every real $a$, taking roots gives $@x^\top @y \le \|@x\| \|@y\|$, and so "
            r"$|@x^\top @y| \le \|@x\| \|@y\|$.",
            r"The root of a square is not negative; and a bound for $@x^\top @y$ alone is not one for its absolute "
            "value.",
            "squares-inequality-of-unknown-sign",
        ),
    ),
    r"The squared length of $@x - @lam @y$ is never negative: choose the best $@lam$.",
    (PAIR, NUMBER),
    gaps=(
        Gap(
            "expand",
            r"2 @lam \, @x^\top @y",
            r"The product $(@x - @lam @y)^\top (@x - @lam @y)$ has two equal mixed terms.",
            "2 @lam @x^T @y",
            (number("lam"), *XY),
            lambda lam, x, y: sum((2 * lam * x[i] * y[i] for i in range(3)), start=0),
            asks=r"What is subtracted, in terms of $@lam$, $@x$ and $@y$?",
        ),
        Gap(
            "choose",
            r"As $@y \ne 0$",
            r"So $\|@y\|^2 > 0$, and it can be divided by.",
            wrong=(
                Wrong(r"As $\|@y\|^2 \ge 0$", "A number that is at least 0 may be 0.", "divides-by-zero"),
                Wrong(r"As $|@x^\top @y| \le \|@x\| \|@y\|$", "That is what is to be shown.", "uses-result-itself"),
            ),
        ),
        Gap(
            "choose",
            r"\frac{@x^\top @y}{\|@y\|^2}",
            r"The quadratic function of $@lam$ is smallest there; the projection of $@x$ has this coordinate.",
            "(@x^T @y)/norm(@y)^2",
            XY,
            lambda x, y: (x.T @ y)[0, 0] / sum((y[i] ** 2 for i in range(3)), start=0),
            asks=r"Which value of $@lam$, in terms of $@x$ and $@y$, turns the inequality into the next one?",
        ),
        Gap(
            "multiply",
            r"\|@x\|^2 \|@y\|^2",
            r"Multiply each term by $\|@y\|^2$ and move the negative one to the other side.",
            "norm(@x)^2 norm(@y)^2",
            XY,
            lambda x, y: _length(x) ** 2 * _length(y) ** 2,
        ),
        Gap(
            "root",
            r"As $\sqrt{a^2} = |a|$ for every real $a$",
            r"The number $@x^\top @y$ may be negative: the root of its square is its absolute value.",
            wrong=(
                Wrong(r"As $\sqrt{a^2} = a$ for every real $a$", "Try $a = -2$.", "squares-inequality-of-unknown-sign"),
                Wrong(r"As $@x^\top @y \ge 0$", "It may be negative.", "squares-inequality-of-unknown-sign"),
            ),
        ),
    ),
)

TRIANGLE = Proof(
    "triangle-inequality",
    2,
    r"For all $@x, @y \in \mathbb{R}^n$ we have $\|@x + @y\| \le \|@x\| + \|@y\|$.",
    (
        Line("expand", r"Multiplying out, $\|@x + @y\|^2 = \|@x\|^2 + 2 \, @x^\top @y + \|@y\|^2$."),
        Line("cauchy", r"By the Cauchy-Schwarz inequality, $@x^\top @y \le |@x^\top @y| \le \|@x\| \|@y\|$."),
        Line(
            "bound",
            r"So $\|@x + @y\|^2 \le \|@x\|^2 + 2 \|@x\| \|@y\| + \|@y\|^2$.",
            ("expand", "cauchy"),
        ),
        Line("square", r"The right-hand side is a square: $\|@x + @y\|^2 \le (\|@x\| + \|@y\|)^2$.", ("bound",)),
        Line(
            "root",
            r"As $\|@x + @y\|$ and $\|@x\| + \|@y\|$ are not negative, the same holds without the squares: $\|@x + "
            r"@y\| \le \|@x\| + \|@y\|$.",
            ("square",),
        ),
    ),
    (
        Slip(
            "cauchy",
            r"Squaring $\|@x + @y\| \le \|@x\| + \|@y\|$ and cancelling, $@x^\top @y \le |@x^\top @y| \le \|@x\| "
            r"\|@y\|$.",
            "The inequality that is squared here is the one to be shown.",
            "uses-result-itself",
        ),
        Slip(
            "root",
            r"From $s^2 \le t^2$ follows $s \le t$ for all real numbers $s, t$, so the same holds without the "
            r"squares: $\|@x + @y\| \le \|@x\| + \|@y\|$.",
            r"Try $s = 1$ and $t = -2$: the signs have to be looked at.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "cauchy",
            r"The cosine $\frac{@x^\top @y}{\|@x\| \|@y\|}$ lies between $-1$ and 1 for all $@x, @y$, so $@x^\top @y "
            r"\le |@x^\top @y| \le \|@x\| \|@y\|$.",
            r"One of the vectors may be 0, and then its length cannot be divided by.",
            "divides-by-zero",
        ),
        Slip(
            "bound",
            r"So $\|@x + @y\|^2 \le \|@x\|^2 + \|@y\|^2 \le \|@x\|^2 + 2 \|@x\| \|@y\| + \|@y\|^2$.",
            r"The mixed term may be positive, so the first inequality can fail, as for $@y = @x$.",
        ),
    ),
    "Compare the squares of both sides.",
    (PAIR,),
    gaps=(
        Gap(
            "expand",
            r"2 \, @x^\top @y",
            r"The two mixed terms $@x^\top @y$ and $@y^\top @x$ are equal.",
            "2 @x^T @y",
            XY,
            lambda x, y: sum((2 * x[i] * y[i] for i in range(3)), start=0),
        ),
        Gap(
            "cauchy",
            "By the Cauchy-Schwarz inequality",
            "It bounds an inner product by the product of the lengths.",
            wrong=(
                Wrong("By the triangle inequality", "That is what is to be shown.", "uses-result-itself"),
                Wrong("By the theorem of Pythagoras", "That is about orthogonal vectors."),
                Wrong(
                    r"By division by $\|@x\| \|@y\|$",
                    "One of the lengths may be 0; and what would bound the quotient?",
                    "divides-by-zero",
                ),
            ),
        ),
        Gap(
            "bound",
            r"2 \|@x\| \|@y\|",
            r"The mixed term is replaced by its bound.",
            "2 norm(@x) norm(@y)",
            XY,
            lambda x, y: 2 * _length(x) * _length(y),
        ),
        Gap(
            "root",
            r"As $\|@x + @y\|$ and $\|@x\| + \|@y\|$ are not negative",
            r"For numbers $s, t \ge 0$, from $s^2 \le t^2$ follows $s \le t$.",
            wrong=(
                Wrong(
                    r"As $s^2 \le t^2$ gives $s \le t$ for all real numbers $s, t$",
                    r"Try $s = 1$ and $t = -2$.",
                    "squares-inequality-of-unknown-sign",
                ),
                Wrong(r"As $@x + @y \ne 0$", "The sum may be 0, and nothing is divided here.", "divides-by-zero"),
            ),
        ),
    ),
)

INDEPENDENT = Proof(
    "orthogonal-vectors-independent",
    2,
    r"Vectors $@{v}_1, \ldots, @{v}_k \in \mathbb{R}^n$ that are pairwise orthogonal and none of which is 0 are "
    "linearly independent.",
    (
        Line("assume", r"Let $\sum_i c_i @{v}_i = 0$."),
        Line(
            "multiply",
            r"Multiply by $@{v}_j^\top$ from the left, for any $j$: $\sum_i c_i \, @{v}_j^\top @{v}_i = 0$.",
            ("assume",),
        ),
        Line(
            "single",
            r"As the vectors are pairwise orthogonal, only the term with $i = j$ is left: $c_j \|@{v}_j\|^2 = 0$.",
            ("multiply",),
        ),
        Line("positive", r"As no $@{v}_j$ is 0, all the numbers $\|@{v}_j\|^2$ are positive."),
        Line("divide", r"So each coefficient $c_j$ is 0.", ("single", "positive")),
        Line(
            "end", r"So only the trivial combination is 0, which means that the vectors are independent.", ("divide",)
        ),
    ),
    (
        Slip(
            "positive",
            r"As squares are not negative, all the numbers $\|@{v}_j\|^2$ can be divided by.",
            "A number that is not negative may be 0; what is supposed about the vectors is needed.",
            "divides-by-zero",
        ),
        Slip(
            "single",
            r"As the vectors are independent, only the term with $i = j$ is left: $c_j \|@{v}_j\|^2 = 0$.",
            "Independence is what is to be shown; why are the other products 0?",
            "uses-result-itself",
        ),
        Slip(
            "single",
            r"As the vectors are unit vectors, only the term with $i = j$ is left: $c_j \|@{v}_j\|^2 = 0$.",
            "Nothing is said about their lengths, and these would not make the other products 0.",
        ),
    ),
    "Start with a combination that is 0, and multiply it by one of the vectors.",
    ((("v",), (("v",), ("u",), ("w",), ("b",))),),
    gaps=(
        Gap(
            "multiply",
            r"@{v}_j^\top @{v}_i",
            "Each term of the sum is multiplied by the same row.",
            wrong=(
                Wrong(
                    r"$@{v}_i @{v}_j^\top$",
                    "The product from the left of two vectors of this form is a number, not a matrix.",
                ),
                Wrong(r"$\|@{v}_i\|^2$", "The row is the same in all terms, the column is not."),
            ),
        ),
        Gap(
            "single",
            "As the vectors are pairwise orthogonal",
            r"Here $@{v}_j^\top @{v}_i = 0$ for $i \ne j$.",
            wrong=(
                Wrong("As the vectors are independent", "That is what is to be shown.", "uses-result-itself"),
                Wrong(
                    "As none of the vectors is 0",
                    "That does not make a product of two different ones 0.",
                    "divides-by-zero",
                ),
            ),
        ),
        Gap(
            "single",
            r"c_j \|@{v}_j\|^2",
            r"The term with $i = j$ is $c_j \, @{v}_j^\top @{v}_j$.",
            "c_j norm(@v)^2",
            (number("c_j"), vector("v")),
            lambda c_j, v: c_j * v.dot(v),
            asks=r"Give it in terms of $c_j$ and $@v$; type `@v` for $@{v}_j$.",
        ),
        Gap(
            "positive",
            r"As no $@{v}_j$ is 0",
            "The norm is positive for every vector but 0.",
            wrong=(
                Wrong(r"As squares are not negative", "They may be 0.", "divides-by-zero"),
                Wrong(r"As no $c_j$ is 0", "Where this proof arrives is that all of them are 0."),
            ),
        ),
    ),
)

REVERSE = Proof(
    "reverse-triangle-inequality",
    2,
    r"For all $@x, @y \in \mathbb{R}^n$ we have $\bigl| \|@x\| - \|@y\| \bigr| \le \|@x - @y\|$.",
    (
        Line("split", r"Write $@x = (@x - @y) + @y$."),
        Line("apply", r"By the triangle inequality, $\|@x\| \le \|@x - @y\| + \|@y\|$.", ("split",)),
        Line("first", r"Therefore $\|@x\| - \|@y\| \le \|@x - @y\|$.", ("apply",)),
        Line("swap", r"With $@x$ and $@y$ exchanged, $\|@y\| - \|@x\| \le \|@y - @x\|$.", ("first",)),
        Line("sign", r"Here $\|@y - @x\| = |-1| \, \|@x - @y\| = \|@x - @y\|$.", ("swap",)),
        Line(
            "end",
            r"So the number $\|@x\| - \|@y\|$ and its negative are both at most $\|@x - @y\|$, and so is its "
            "absolute value.",
            ("first", "sign"),
        ),
    ),
    (
        Slip(
            "end",
            r"Squaring $\|@x\| - \|@y\| \le \|@x - @y\|$ gives $(\|@x\| - \|@y\|)^2 \le \|@x - @y\|^2$, which says "
            "the same of the absolute value.",
            "The left-hand side may be negative, and then the inequality may not be squared.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "apply",
            r"As lengths differ by at most the length of the difference, $\|@x\| \le \|@x - @y\| + \|@y\|$.",
            "That is what is to be shown.",
            "uses-result-itself",
        ),
        Slip(
            "sign",
            r"Here $\|@y - @x\| = -\|@x - @y\| \le \|@x - @y\|$.",
            "A length is not negative: of a factor its absolute value is taken out.",
        ),
    ),
    r"Write one vector as a sum of two, so that the triangle inequality can be used.",
    (PAIR,),
    gaps=(
        Gap(
            "apply",
            "By the triangle inequality",
            "The length of a sum is at most the sum of the lengths.",
            wrong=(
                Wrong("By the reverse triangle inequality", "That is what is to be shown.", "uses-result-itself"),
                Wrong("By the theorem of Pythagoras", "That is about orthogonal vectors, and about squares."),
            ),
        ),
        Gap(
            "apply",
            r"\|@x - @y\| + \|@y\|",
            r"These are the lengths of the two vectors whose sum is $@x$.",
            "norm(@x - @y) + norm(@y)",
            XY,
            lambda x, y: _length(x - y) + _length(y),
        ),
        Gap(
            "sign",
            r"|-1| \, \|@x - @y\|",
            "A factor comes out of a norm as its absolute value.",
            wrong=(
                Wrong(r"$-\|@x - @y\|$", "A length is not negative."),
                Wrong(r"$\|@y\| - \|@x\|$", "The length of a difference is not the difference of the lengths."),
            ),
        ),
        Gap(
            "end",
            r"the number $\|@x\| - \|@y\|$ and its negative are both at most $\|@x - @y\|$",
            "The absolute value is the larger one of a number and its negative.",
            wrong=(
                Wrong(
                    r"the square of $\|@x\| - \|@y\|$ is at most $\|@x - @y\|^2$, by squaring the first inequality",
                    "The left-hand side may be negative, and then the inequality may not be squared.",
                    "squares-inequality-of-unknown-sign",
                ),
                Wrong(
                    r"the number $\|@x\| - \|@y\|$ is at most $\|@x - @y\|$",
                    "A number can be small and its absolute value large.",
                ),
            ),
        ),
    ),
)

PROOFS = (CAUCHY_SCHWARZ, TRIANGLE, INDEPENDENT, REVERSE)
