"""Statements of levels 1 and 3: gradients, rules, Taylor; the modes of automatic differentiation."""

from __future__ import annotations

from question_bank._facts_common import COUNTS, POSITIVE, SMALL, WITH_ZERO, anything, claimed, pair, search
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

NUMBER = None
SQUARE = (2, 2)
VECTOR = (2, 1)


def matrix(draw: Draw) -> Matrix:
    """A 2×2 matrix of small integers."""
    return Matrix([[draw.integer(-2, 3) for _ in range(2)] for _ in range(2)])


def symmetric(draw: Draw) -> Matrix:
    """A symmetric 2×2 matrix of small integers."""
    a, b, c = (draw.integer(-3, 3) for _ in range(3))
    return Matrix([[a, b], [b, c]])


def vector(draw: Draw) -> Matrix:
    """A nonzero vector of small integers."""
    return Vector([draw.integer(-3, 3), draw.integer(-3, 3, nonzero=True)])


def unit(draw: Draw) -> Matrix:
    """A vector of length one with rational entries."""
    p, q, r = draw.choice(((3, 4, 5), (4, 3, 5), (0, 1, 1)))
    return Vector([draw.sign() * Q(p, r), draw.sign() * Q(q, r)])


# ------------------------------------------------------------------ level 1

QUADRATIC = (
    r"For all real numbers $a$, $b$, $c$ and the function $f(x, y) = a x^2 + b x y + c y^2$:",
    r"Let $f(x, y) = a x^2 + b x y + c y^2$ with real numbers $a$, $b$, $c$.",
)
COEFFICIENTS = {"a": NUMBER, "b": NUMBER, "c": NUMBER}

STATIONARY = pair(
    "stationary-extremum",
    1,
    QUADRATIC,
    r"Look at the signs of $f$ on lines through the origin: does $f$ take both signs near $(0, 0)$?",
    COEFFICIENTS,
    claimed(
        (
            r"if $4ac - b^2 > 0$, then, as $\nabla f(0, 0) = 0$, the function has a local extremum at $(0, 0)$.",
            r"because the gradient is 0 at $(0, 0)$ and $4ac > b^2$, there is a local extremum there.",
        ),
        r"The Hessian at $(0, 0)$ has the determinant $4ac - b^2 > 0$, so both eigenvalues have the same sign: it is "
        r"definite, and $f(x, y)$ has one sign for all $(x, y) \ne (0, 0)$.",
        ("4 a c - b^2 > 0",),
        "4 a c - b^2 > 0",
        search(lambda a, b, c: 4 * a * c - b * b > 0, a=SMALL, b=WITH_ZERO, c=SMALL),
        r"$4ac - b^2$ is the determinant of the Hessian: what does its sign say?",
    ),
    claimed(
        (
            r"if $a \ne 0$ and $c \ne 0$, then, as $\nabla f(0, 0) = 0$, the function has a local extremum at "
            r"$(0, 0)$.",
            r"because the gradient is 0 at $(0, 0)$ and $a, c \ne 0$, there is a local extremum there.",
        ),
        r"A zero gradient makes $(0, 0)$ a stationary point, and no more. If $4ac - b^2 < 0$, then $f$ takes both "
        r"signs near "
        r"$(0, 0)$: it is a saddle point. There is an extremum exactly if $4ac - b^2 \ge 0$.",
        ("a != 0", "c != 0"),
        "4 a c - b^2 >= 0",
        search(lambda a, b, c: 4 * a * c - b * b < 0, a=SMALL, b=WITH_ZERO, c=SMALL),
        "A stationary point need not be an extremum: think of a saddle.",
        "stationary-is-extremum",
    ),
)

DIAGONAL = pair(
    "diagonal-of-hessian",
    1,
    QUADRATIC,
    r"The Hessian has $2a$ and $2c$ on its diagonal and $b$ beside it. When is it positive definite?",
    COEFFICIENTS,
    claimed(
        (
            r"if $f$ has a strict local minimum at $(0, 0)$, then $f_{xx}$ and $f_{yy}$ are positive there.",
            r"a strict local minimum at $(0, 0)$ needs $f_{xx}(0, 0) > 0$ and $f_{yy}(0, 0) > 0$.",
        ),
        r"Here $f$ has a strict local minimum at $(0, 0)$ exactly if its Hessian is positive definite. Then $f(1, "
        r"0) = a > 0$ "
        r"and $f(0, 1) = c > 0$, and $f_{xx} = 2a$, $f_{yy} = 2c$.",
        ("a > 0", "4 a c - b^2 > 0"),
        "2 a > 0 and 2 c > 0",
        search(lambda a, b, c: 4 * a * c - b * b > 0, a=POSITIVE, b=WITH_ZERO, c=POSITIVE),
        "What does the function do along the two axes?",
    ),
    claimed(
        (
            r"if $f_{xx}$ and $f_{yy}$ are positive at $(0, 0)$, then $f$ has a strict local minimum there.",
            r"for a strict local minimum at $(0, 0)$ it suffices that $f_{xx}(0, 0) > 0$ and $f_{yy}(0, 0) > 0$.",
        ),
        r"The diagonal of the Hessian only says that $f$ rises along the two axes. Between them the mixed term "
        r"decides: there "
        r"is a strict minimum exactly if also $4ac - b^2 > 0$.",
        ("2 a > 0", "2 c > 0"),
        "4 a c - b^2 > 0",
        search(lambda a, b, c: 4 * a * c - b * b < 0, a=POSITIVE, b=SMALL, c=POSITIVE),
        "Look at the direction between the axes in which the mixed term is negative.",
        "stationary-is-extremum",
    ),
)

CHAIN = pair(
    "chain-rule-order",
    1,
    (
        r"For all $2 \times 2$ matrices $@A$ and $@B$ and the maps $f(x) = @A x$ and $g(y) = @B y$:",
        r"Let $f(x) = @A x$ and $g(y) = @B y$ with $@A, @B \in \mathbb{R}^{2 \times 2}$.",
    ),
    "Apply the composed map to a vector: which matrix acts first?",
    {"A": SQUARE, "B": SQUARE, "u": VECTOR},
    claimed(
        (
            r"the Jacobian of $x \mapsto g(f(x))$ is $@B @A$, so it maps each vector $@u$ to $@B (@A @u)$.",
            r"by the chain rule $x \mapsto g(f(x))$ has the Jacobian $@B @A$, which gives $@B (@A @u)$ for every $@u$.",
        ),
        r"$g(f(x)) = @B (@A x) = (@B @A) x$. The chain rule multiplies Jacobians with the outer one on the left.",
        (),
        "(B A) u = B (A u)",
        search(lambda a, b, u: a @ b @ u != b @ a @ u, A=matrix, B=matrix, u=vector),
        "The inner map acts first, so its matrix stands next to the vector.",
    ),
    claimed(
        (
            r"the Jacobian of $x \mapsto g(f(x))$ is $@A @B$, so it maps each vector $@u$ to $@B (@A @u)$.",
            r"by the chain rule $x \mapsto g(f(x))$ has the Jacobian $@A @B$, which gives $@B (@A @u)$ for every $@u$.",
        ),
        r"$g(f(x)) = @B (@A x)$, so the Jacobian is $@B @A$: the outer one stands on the left. $@A @B$ belongs to "
        r"$f(g(x))$.",
        (),
        "(A B) u = B (A u)",
        search(lambda a, b, u: a @ b @ u != b @ a @ u, A=matrix, B=matrix, u=vector),
        "Matrix products depend on the order: which map acts first?",
    ),
)

QUADRATIC_FORM = pair(
    "gradient-of-quadratic-form",
    1,
    (
        r"For every $2 \times 2$ matrix $@A$ and the function $f(x) = x^\top @A x$, at every point $@u$:",
        r"Let $f(x) = x^\top @A x$ with $@A \in \mathbb{R}^{2 \times 2}$, and let $@u$ be a point.",
    ),
    r"Differentiate $\sum_{ij} a_{ij} x_i x_j$ with respect to one $x_k$: two sums remain.",
    {"A": SQUARE, "u": VECTOR},
    claimed(
        (
            r"if $@A$ is symmetric, the gradient is $2 @A @u$.",
            r"the gradient at $@u$ is $2 @A @u$, provided $@A^\top = @A$.",
        ),
        r"$\nabla f(x) = (@A + @A^\top) x$ for every $@A$, and for a symmetric matrix $@A + @A^\top = 2 @A$.",
        ("transpose(A) = A",),
        "(A + transpose(A)) u = 2 A u",
        search(anything, A=symmetric, u=vector),
        r"$x_k$ stands in row $k$ and in column $k$ of the double sum; when are these alike?",
    ),
    claimed(
        (
            r"if $@A$ is invertible, the gradient is $2 @A @u$.",
            r"the gradient at $@u$ is $2 @A @u$, provided $\det(@A) \ne 0$.",
        ),
        r"$\nabla f(x) = (@A + @A^\top) x$. That is $2 @A x$ only where $@A x = @A^\top x$; being invertible does "
        r"not help.",
        ("det(A) != 0",),
        "(A + transpose(A)) u = 2 A u",
        search(lambda a, u: a.det() != 0 and a @ u != a.T @ u, A=matrix, u=vector),
        r"Write the double sum out for a matrix that is not symmetric.",
    ),
    tex={"(A + transpose(A)) u": r"(@A + @A^\top) @u"},
)

DIRECTION = pair(
    "directional-derivative",
    1,
    (
        r"A differentiable function has the gradient $@u \in \mathbb{R}^2$ at a point. For every vector $@v$:",
        r"Let $@u \in \mathbb{R}^2$ be the gradient of a differentiable function at a point, and $@v \in "
        r"\mathbb{R}^2$.",
    ),
    r"The derivative along $@v$ is $@u^\top @v$. Use the Cauchy-Schwarz inequality.",
    {"u": VECTOR, "v": VECTOR},
    claimed(
        (
            r"if $\|@v\| = 1$, then the square of the derivative along $@v$ is at most $\|@u\|^2$.",
            r"the derivative along $@v$ has at most the size $\|@u\|$, provided that $\|@v\| = 1$.",
        ),
        r"By Cauchy-Schwarz $|@u^\top @v| \le \|@u\| \|@v\| = \|@u\|$. Equality holds along the gradient: it is "
        r"the direction "
        "of steepest ascent.",
        ("transpose(v) v = 1",),
        "(transpose(u) v)^2 <= transpose(u) u",
        search(anything, u=vector, v=unit),
        r"Cauchy-Schwarz bounds $|@u^\top @v|$ by the product of the two lengths.",
    ),
    claimed(
        (
            r"if $@v \ne 0$, then the square of the derivative along $@v$ is at most $\|@u\|^2$.",
            r"the derivative along $@v$ has at most the size $\|@u\|$, provided that $@v \ne 0$.",
        ),
        r"The derivative along $@v$ is $@u^\top @v$ and grows with the length of $@v$. The bound $\|@u\|$ holds "
        r"for directions "
        "of length one.",
        ("v != 0",),
        "(transpose(u) v)^2 <= transpose(u) u",
        search(lambda u, v: u.dot(v) ** 2 > u.dot(u), u=vector, v=vector),
        r"What happens if $@v$ is replaced by $10 @v$?",
    ),
    tex={"(transpose(u) v)^2": r"(@u^\top @v)^2", "transpose(u) u": r"\|@u\|^2", "transpose(v) v": r"\|@v\|^2"},
)

PRODUCT = pair(
    "product-rule",
    1,
    (
        r"For all real numbers $a, b, c, d, x$ and the functions $f(x) = ax + b$ and $g(x) = cx + d$:",
        r"Let $f(x) = ax + b$ and $g(x) = cx + d$ with real numbers $a, b, c, d$.",
    ),
    r"Multiply $f(x) g(x)$ out, then differentiate.",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER, "d": NUMBER, "x": NUMBER},
    claimed(
        (
            r"the derivative of the product is $f'(x) g(x) + f(x) g'(x)$.",
            r"differentiating $f g$ gives $f' g + f g'$ at every $x$.",
        ),
        r"$f(x) g(x) = ac x^2 + (ad + bc) x + bd$ has the derivative $2acx + ad + bc = a (cx + d) + (ax + b) c$.",
        (),
        "2 a c x + a d + b c = a (c x + d) + (a x + b) c",
        search(anything, a=SMALL, b=WITH_ZERO, c=SMALL, d=WITH_ZERO, x=WITH_ZERO),
        "Each factor is differentiated once, while the other one is kept.",
    ),
    claimed(
        (
            r"the derivative of the product is $f'(x) g'(x)$.",
            r"differentiating $f g$ gives $f' g'$ at every $x$.",
        ),
        r"$f(x) g(x) = ac x^2 + (ad + bc) x + bd$ has the derivative $2acx + ad + bc$, whereas $f'(x) g'(x) = ac$.",
        (),
        "2 a c x + a d + b c = a c",
        search(
            lambda a, b, c, d, x: 2 * a * c * x + a * d + b * c != a * c,
            a=SMALL,
            b=WITH_ZERO,
            c=SMALL,
            d=WITH_ZERO,
            x=WITH_ZERO,
        ),
        "Derivatives of sums add; derivatives of products do not multiply.",
    ),
    tex={
        "2 a c x + a d + b c": r"(fg)'(x)",
        "a c": r"f'(x) g'(x)",
        "a (c x + d) + (a x + b) c": r"f'(x) g(x) + f(x) g'(x)",
    },
)

TAYLOR = pair(
    "taylor-exact",
    1,
    (
        r"For all real numbers $a, b, x$ and the function $f(x) = a x^3 + b x^2 - 1$:",
        r"Let $f(x) = a x^3 + b x^2 - 1$ with real numbers $a, b$.",
    ),
    "A Taylor polynomial at 0 keeps the terms up to its order. Which terms does $f$ have?",
    {"a": NUMBER, "b": NUMBER, "x": NUMBER},
    claimed(
        (
            r"the Taylor polynomial of $f$ at 0 of order 3 agrees with $f$ at every $x$.",
            r"at every $x$ the value of $f$ is that of its Taylor polynomial at 0 of order 3.",
        ),
        r"The remainder of order 3 contains the fourth derivative, and that is 0 for a polynomial of degree at most 3.",
        (),
        "a x^3 + b x^2 - 1 = -1 + b x^2 + a x^3",
        search(anything, a=SMALL, b=WITH_ZERO, x=SMALL),
        "Which derivative stands in the remainder of order 3?",
        illustrated=False,
    ),
    claimed(
        (
            r"the Taylor polynomial of $f$ at 0 of order 2 agrees with $f$ at every $x$.",
            r"at every $x$ the value of $f$ is that of its Taylor polynomial at 0 of order 2.",
        ),
        r"The polynomial of order 2 is $b x^2 - 1$. The remainder $a x^3$ is small near 0, but it is not 0: "
        r"cutting the sum off "
        "gives an approximation.",
        (),
        "a x^3 + b x^2 - 1 = b x^2 - 1",
        search(anything, a=SMALL, b=WITH_ZERO, x=SMALL),
        "What is left if the Taylor polynomial is subtracted from $f$?",
    ),
    tex={"a x^3 + b x^2 - 1": "f(x)"},
)

INCREASING = pair(
    "increasing",
    1,
    (
        r"For all $a, c \ge 0$ that are not both 0, the function $f(x) = a x^3 + c x$ increases strictly. "
        r"Therefore",
        r"Let $f(x) = a x^3 + c x$ with $a, c \ge 0$, not both 0, so that $f$ increases strictly.",
    ),
    r"Difference quotients of an increasing function are positive. What can happen in the limit?",
    {"a": NUMBER, "c": NUMBER, "x": NUMBER},
    claimed(
        (r"its derivative satisfies $f'(x) \ge 0$ at every $x$.", r"it follows that $f'(x) \ge 0$ at every $x$."),
        r"All difference quotients are positive, so their limit is at least 0; here $f'(x) = 3 a x^2 + c \ge 0$.",
        ("a >= 0", "c >= 0", "a + c > 0"),
        "3 a x^2 + c >= 0",
        search(lambda a, c, x: a + c > 0, a=(0, 1, 2, 3), c=(0, 0, 1, 2), x=WITH_ZERO),
        "A limit of positive numbers is at least 0.",
    ),
    claimed(
        (r"its derivative satisfies $f'(x) > 0$ at every $x$.", r"it follows that $f'(x) > 0$ at every $x$."),
        r"Difference quotients are positive, but their limit may be 0: $f'(x) = 3 a x^2 + c$ is 0 at $x = 0$ if "
        r"$c = 0$, and "
        r"$a x^3$ increases strictly all the same.",
        ("a >= 0", "c >= 0", "a + c > 0"),
        "3 a x^2 + c > 0",
        search(anything, a=(1, 2, 3, 4, 5, 6), c=(0,), x=(0,)),
        "A limit of positive numbers may be 0: think of $x^3$.",
    ),
    tex={"3 a x^2 + c": "f'(x)"},
)

# ------------------------------------------------------------------ level 3: modes of automatic differentiation

JACOBIAN = (
    r"A program computes $m$ outputs from $n$ inputs. To get its full Jacobian by automatic differentiation,",
    r"The full Jacobian of a program with $n$ inputs and $m$ outputs is wanted, by automatic differentiation. For "
    r"this,",
)
PASSES = pair(
    "passes-for-jacobian",
    3,
    JACOBIAN,
    "What does one forward pass give, a row or a column of the Jacobian? And one reverse pass?",
    {"n": NUMBER, "m": NUMBER},
    claimed(
        (
            r"the better of the two modes needs at most $\sqrt{nm}$ passes.",
            r"if you choose the better mode, at most $\sqrt{nm}$ passes are needed.",
        ),
        r"Forward mode gives a column in each pass and needs $n$, reverse mode gives a row and needs $m$. The "
        r"smaller of two "
        r"numbers is at most their geometric mean: $\min(n, m)^2 \le nm$.",
        ("n >= 1", "m >= 1"),
        "min(n, m)^2 <= n m",
        search(lambda n, m: n != m, n=COUNTS, m=COUNTS),
        r"Compare $\min(n, m)^2$ with $nm$.",
    ),
    claimed(
        (
            r"forward mode needs at most $\sqrt{nm}$ passes.",
            r"if you choose forward mode, at most $\sqrt{nm}$ passes are needed.",
        ),
        r"A forward pass gives one column of the Jacobian, so $n$ passes are needed, however few outputs there "
        r"are. That is "
        r"more than $\sqrt{nm}$ as soon as $n > m$; then reverse mode is better.",
        ("n >= 1", "m >= 1"),
        "n^2 <= n m",
        search(lambda n, m: n > m, n=COUNTS, m=COUNTS),
        "Forward mode needs a pass for each input. Take many inputs and few outputs.",
        "forward-always-cheaper",
    ),
    whole=("n", "m"),
    tex={"min(n, m)^2 <= n m": r"\min(n, m) \le \sqrt{nm}", "n^2 <= n m": r"n \le \sqrt{nm}"},
)

SCALAR = pair(
    "passes-for-loss",
    3,
    (
        r"A loss (one number) depends on $n \ge 1$ parameters. For its gradient by automatic differentiation,",
        r"A network with $n \ge 1$ weights has one output, its loss. To get the gradient by automatic differentiation,",
    ),
    "How many columns and how many rows has the Jacobian of a function with one output?",
    {"n": NUMBER},
    claimed(
        (
            r"reverse mode never needs more passes than forward mode.",
            r"forward mode never needs fewer passes than reverse mode.",
        ),
        r"The Jacobian is a single row of length $n$: one reverse pass gives all of it, whereas forward mode "
        r"needs $n$ passes, "
        "one for each parameter. That is why training uses reverse mode (backpropagation).",
        ("n >= 1",),
        "1 <= n",
        search(anything, n=(2, 3, 10, 50, 100)),
        "One reverse pass gives a whole row of the Jacobian.",
    ),
    claimed(
        (
            r"forward mode never needs more passes than reverse mode.",
            r"reverse mode never needs fewer passes than forward mode.",
        ),
        r"The Jacobian is a single row of length $n$. Forward mode gives one entry of it in each pass and needs "
        r"$n$ passes; "
        "one reverse pass gives the whole row.",
        ("n >= 1",),
        "n <= 1",
        search(anything, n=(2, 3, 5, 10, 50, 100)),
        "Forward mode follows one parameter at a time. How many are there?",
        "forward-always-cheaper",
    ),
    whole=("n",),
)

LAYERS = (
    r"A chain of $k \ge 1$ layers has $p \ge 1$ values in each layer, and derivatives are computed by automatic "
    r"differentiation.",
    r"Let a program be a chain of $k \ge 1$ layers of width $p \ge 1$ that is differentiated automatically.",
)
MEMORY = pair(
    "memory-of-modes",
    3,
    LAYERS,
    "Which values are still needed when the reverse pass starts at the last layer?",
    {"k": NUMBER, "p": NUMBER},
    claimed(
        (
            "reverse mode keeps at least as many layer values in memory as forward mode.",
            "in forward mode at most as many layer values are kept as in reverse mode.",
        ),
        r"The reverse pass uses the values of all $k$ layers, from the last to the first, so $k p$ of them are "
        r"kept. Forward "
        r"mode carries derivatives along and needs the current layer only, $p$ values.",
        ("k >= 1", "p >= 1"),
        "k p >= p",
        search(anything, k=COUNTS, p=COUNTS),
        "Reverse mode has to keep what the backward pass will ask for.",
    ),
    claimed(
        (
            "reverse mode keeps at most as many layer values in memory as forward mode.",
            "in forward mode at least as many layer values are kept as in reverse mode.",
        ),
        r"It is the other way round: the reverse pass goes back through all layers, so $k p$ values are kept, "
        r"whereas forward "
        r"mode needs the $p$ values of the current layer. Few passes are paid for with memory.",
        ("k >= 1", "p >= 1"),
        "k p <= p",
        search(lambda k, p: k > 1, k=COUNTS, p=COUNTS),
        "The reverse pass starts when all layers were computed; what must still be there?",
    ),
    whole=("k", "p"),
)

CHECKPOINTS = pair(
    "checkpointing",
    3,
    (
        r"Reverse mode through $k \ge 4$ layers keeps only every $s$-th layer ($1 \le s \le k$) and recomputes the "
        r"$s$ layers "
        r"of a segment when they are needed: $\frac{k}{s} + s$ layers at a time.",
        r"With a checkpoint at every $s$-th of $k \ge 4$ layers ($1 \le s \le k$) the reverse pass keeps "
        r"$\frac{k}{s} + s$ layers "
        r"at a time, as segments of $s$ layers are recomputed.",
    ),
    r"Try the extremes $s = 1$ and $s = k$, and $s$ near $\sqrt{k}$.",
    {"k": NUMBER, "s": NUMBER},
    claimed(
        (
            r"the number of layers kept is at least $2 \sqrt{k}$ for every such $s$.",
            r"however $s$ is chosen, that is at least $2 \sqrt{k}$.",
        ),
        r"The arithmetic mean of $\frac{k}{s}$ and $s$ is at least their geometric mean $\sqrt{k}$, so the sum is "
        r"at least "
        r"$2\sqrt{k}$; $s = \sqrt{k}$ reaches it.",
        ("k >= 4", "s >= 1", "s <= k"),
        "(k/s + s)^2 >= 4 k",
        search(lambda k, s: k % s == 0, k=(4, 6, 8, 9, 12, 16, 24, 36), s=(1, 2, 3, 4, 6, 8, 9, 12)),
        "Compare the mean of two numbers with the root of their product.",
    ),
    claimed(
        (
            r"the number of layers kept is less than $k$ for every such $s$.",
            r"however $s$ is chosen, that is less than $k$.",
        ),
        r"At $s = 1$ every layer is kept, and at $s = k$ the whole chain is one segment that is kept while it is "
        r"gone through: "
        r"both need $k + 1$. Checkpoints help between these extremes.",
        ("k >= 4", "s >= 1", "s <= k"),
        "k/s + s < k",
        search(lambda k, s: s in (1, k), k=(4, 6, 8, 9, 12, 16, 24, 36), s=(1, 4, 6, 8, 9, 12, 16, 24, 36)),
        "Segments of one layer, or a single segment: what is gained?",
    ),
    whole=("k", "s"),
    tex={"(k/s + s)^2 >= 4 k": r"\frac{k}{s} + s \ge 2 \sqrt{k}"},
)

ORDER = pair(
    "order-of-multiplication",
    3,
    (
        r"A loss is a chain of three steps with sizes $n \to q \to r \to 1$, all of $n, q, r$ at least 2. Its "
        r"gradient is the "
        r"product of a $1 \times r$, an $r \times q$ and a $q \times n$ matrix. Multiplying",
        r"The Jacobians of a chain $n \to q \to r \to 1$ (with $n, q, r \ge 2$) have the shapes $q \times n$, $r "
        r"\times q$ and "
        r"$1 \times r$. For their product, multiplying",
    ),
    r"A $p \times q$ times a $q \times r$ matrix costs $pqr$ multiplications. Count both orders.",
    {"n": NUMBER, "q": NUMBER, "r": NUMBER},
    claimed(
        (
            "from the output side (as reverse mode does) never takes more multiplications than from the input side.",
            "in the order of reverse mode never takes more multiplications than in the order of forward mode.",
        ),
        r"From the output side each product is a row: $rq + qn$ multiplications. From the input side a full "
        r"matrix comes first: "
        r"$rqn + rn$. For sizes of at least 2, $r + n \le rn$, so $q (r + n) \le rqn$.",
        ("n >= 2", "q >= 2", "r >= 2"),
        "r q + q n <= r q n + r n",
        search(anything, n=(2, 3, 5, 10), q=(2, 3, 4, 6), r=(2, 3, 4)),
        "A row times a matrix is a row again and stays cheap.",
    ),
    claimed(
        (
            "from the input side (as forward mode does) never takes more multiplications than from the output side.",
            "in the order of forward mode never takes more multiplications than in the order of reverse mode.",
        ),
        r"From the input side the first product is a full $r \times n$ matrix: $rqn + rn$ multiplications. From "
        r"the output side "
        r"each product is a row: $rq + qn$.",
        ("n >= 2", "q >= 2", "r >= 2"),
        "r q n + r n <= r q + q n",
        search(anything, n=(2, 3, 5, 10), q=(2, 3, 4, 6), r=(2, 3, 4)),
        "Count: which order has to form a full matrix on the way?",
        "forward-always-cheaper",
    ),
    whole=("n", "q", "r"),
)

CUBIC = (
    r"For all real numbers $a, b, x$ and every $h \ne 0$, the function $f(x) = a x^3 + b x^2$ and its central "
    r"difference "
    r"quotient $\frac{f(x + h) - f(x - h)}{2h}$:",
    r"Let $f(x) = a x^3 + b x^2$. Its derivative at $x$ is approximated by $\frac{f(x + h) - f(x - h)}{2h}$ with "
    r"$h \ne 0$.",
)
QUOTIENT = "((a (x + h)^3 + b (x + h)^2) - (a (x - h)^3 + b (x - h)^2))/(2 h)"
CENTRAL = pair(
    "central-difference",
    3,
    CUBIC,
    r"Expand $f(x + h)$ and $f(x - h)$ and subtract: which powers of $h$ are left?",
    {"a": NUMBER, "b": NUMBER, "x": NUMBER, "h": NUMBER},
    claimed(
        (
            r"if $a = 0$, the quotient is exactly $f'(x)$, as automatic differentiation would give it.",
            r"the quotient has no error, like automatic differentiation, provided that $a = 0$.",
        ),
        r"The quotient is $3 a x^2 + 2 b x + a h^2$: its error is $a h^2$, and that is 0 for $a = 0$.",
        ("a = 0", "h != 0"),
        f"{QUOTIENT} = 3 a x^2 + 2 b x",
        search(anything, a=(0,), b=SMALL, x=SMALL, h=(1, 2)),
        "Even powers cancel in the difference; is there an odd power besides $h$?",
    ),
    claimed(
        (
            r"if $b = 0$, the quotient is exactly $f'(x)$, as automatic differentiation would give it.",
            r"the quotient has no error, like automatic differentiation, provided that $b = 0$.",
        ),
        r"The quotient is $3 a x^2 + 2 b x + a h^2$: its error $a h^2$ comes from the cubic term. Automatic "
        r"differentiation has "
        "no such error, because it applies the rules of differentiation to each step.",
        ("b = 0", "h != 0"),
        f"{QUOTIENT} = 3 a x^2 + 2 b x",
        search(anything, a=SMALL, b=(0,), x=SMALL, h=(1, 2)),
        r"Even powers cancel, but the cubic term leaves an $h^2$ in the quotient.",
    ),
    tex={QUOTIENT: r"\frac{f(x + h) - f(x - h)}{2h}", "3 a x^2 + 2 b x": "f'(x)"},
)

DIFFERENCES = pair(
    "differences-or-reverse",
    3,
    (
        r"The Jacobian of a program with $n \ge 1$ inputs and $m \ge 1$ outputs is found by one-sided differences, or "
        r"by reverse mode, where each pass costs as much as 5 evaluations of the program. Count the evaluations:",
        r"Let a program have $n \ge 1$ inputs and $m \ge 1$ outputs, and let a pass of reverse mode cost as much as 5 "
        r"evaluations of it. For the full Jacobian, compare that with one-sided differences in the number of "
        r"evaluations.",
    ),
    "Which of the two costs grows with the number of inputs, and which with the number of outputs?",
    {"n": NUMBER, "m": NUMBER},
    claimed(
        (
            r"if $n \ge 5m$, then differences cost more than reverse mode.",
            r"reverse mode costs less than differences whenever $n \ge 5m$.",
        ),
        r"Differences take one evaluation at the point and one more for each input, $n + 1$ in all. A reverse pass "
        r"gives one row of the Jacobian, so $m$ passes are needed, at the cost of $5m$ evaluations. From $n \ge 5m$ it "
        r"follows that $n + 1 > 5m$.",
        ("n >= 1", "m >= 1", "n >= 5 m"),
        "n + 1 > 5 m",
        search(lambda n, m: n >= 5 * m, n=(5, 8, 10, 12, 15, 20, 30), m=(1, 2, 3, 4)),
        "How many reverse passes does a Jacobian with $m$ rows take, and how many evaluations do differences take?",
    ),
    claimed(
        (
            r"if $n > m$, then differences cost more than reverse mode.",
            r"reverse mode costs less than differences whenever $n > m$.",
        ),
        r"Differences take $n + 1$ evaluations, one at the point and one more for each input. Reverse mode takes a "
        r"pass for each output, at the cost of $5m$ evaluations. More inputs than outputs are not enough: reverse mode "
        r"is the cheaper one only if $5m < n + 1$.",
        ("n >= 1", "m >= 1", "n > m"),
        "n + 1 > 5 m",
        search(lambda n, m: m < n < 5 * m, n=(2, 3, 4, 5, 6, 8, 10), m=(1, 2, 3, 4, 5)),
        "A reverse pass costs more than one evaluation, and every output needs a pass.",
    ),
    whole=("n", "m"),
)

DUAL = pair(
    "dual-numbers",
    3,
    (
        r"Forward mode carries a value and a derivative, as $a + b\varepsilon$ with $\varepsilon^2 = 0$. For all "
        r"numbers, in "
        r"the product $(a + b\varepsilon)(c + d\varepsilon)$",
        r"Let $\varepsilon^2 = 0$, as in forward mode with dual numbers. When $(a + b\varepsilon)(c + "
        r"d\varepsilon)$ is "
        r"multiplied out,",
    ),
    r"Multiply out and use $\varepsilon^2 = 0$.",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER, "d": NUMBER},
    claimed(
        (
            r"the coefficient of $\varepsilon$ is $ad + bc$.",
            r"the derivative part is $ad + bc$.",
        ),
        r"$(a + b\varepsilon)(c + d\varepsilon) = ac + (ad + bc)\varepsilon + bd \varepsilon^2$, and the last "
        r"term is 0: this "
        "is the product rule.",
        (),
        "a d + b c = b c + a d",
        search(anything, a=SMALL, b=SMALL, c=SMALL, d=SMALL),
        "Two of the four products contain exactly one $\\varepsilon$.",
        illustrated=False,
    ),
    claimed(
        (
            r"the coefficient of $\varepsilon$ is $bd$.",
            r"the derivative part is $bd$.",
        ),
        r"$bd$ is the coefficient of $\varepsilon^2 = 0$ and falls away. The coefficient of $\varepsilon$ is $ad "
        r"+ bc$, as the "
        "product rule says.",
        (),
        "a d + b c = b d",
        search(lambda a, b, c, d: a * d + b * c != b * d, a=SMALL, b=SMALL, c=SMALL, d=SMALL),
        r"$bd$ comes with $\varepsilon^2$. What comes with $\varepsilon$?",
    ),
)

PATHS = pair(
    "several-paths",
    3,
    (
        r"In a computational graph $u = ax$, $v = bx$ and $f = uv$. For all numbers $a, b, x$, reverse mode gets "
        r"$f'(x)$ as",
        r"Let $u = ax$, $v = bx$, $f = uv$. Two paths lead from $x$ to $f$, and reverse mode finds $f'(x)$ as",
    ),
    r"Write $f$ as a function of $x$ alone and differentiate it.",
    {"a": NUMBER, "b": NUMBER, "x": NUMBER},
    claimed(
        (
            r"the sum of the contributions $v \cdot a$ and $u \cdot b$ of the two paths.",
            r"$v \cdot a$ plus $u \cdot b$, the sum over the paths.",
        ),
        r"$f = ab x^2$ has the derivative $2abx$, and the paths give $v \cdot a + u \cdot b = abx + abx$: "
        r"contributions of "
        "different paths add up (multivariate chain rule).",
        (),
        "2 a b x = (b x) a + (a x) b",
        search(anything, a=SMALL, b=SMALL, x=SMALL),
        "Factors multiply along a path; what happens with different paths?",
    ),
    claimed(
        (
            r"the product of the contributions $v \cdot a$ and $u \cdot b$ of the two paths.",
            r"$v \cdot a$ times $u \cdot b$, the product over the paths.",
        ),
        r"Local derivatives multiply *along* a path, but different paths *add*: $f = ab x^2$ has the derivative "
        r"$2abx$, not "
        r"$(abx)^2$.",
        (),
        "2 a b x = ((b x) a) ((a x) b)",
        search(lambda a, b, x: a * b * x in (-1, 1, 3, 4), a=(1, 2, 3), b=(1, 2), x=(-1, 1, 2)),
        "Factors multiply along one path. Different paths are combined in another way.",
    ),
    tex={"2 a b x": "f'(x)"},
)

PAIRS = (
    STATIONARY,
    DIAGONAL,
    CHAIN,
    QUADRATIC_FORM,
    DIRECTION,
    PRODUCT,
    TAYLOR,
    INCREASING,
    PASSES,
    SCALAR,
    MEMORY,
    CHECKPOINTS,
    ORDER,
    CENTRAL,
    DIFFERENCES,
    DUAL,
    PATHS,
)
