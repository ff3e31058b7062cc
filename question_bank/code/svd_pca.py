"""Write low-rank approximation and principal component analysis with the singular value decomposition.

Levels: 1 truncate a decomposition (best approximation, its error, the rank for a share, a truncated pseudo-inverse);
2 fit and transform (directions with a sign rule, scores of new rows, variances); 3 reconstruct from scores, explained
variance, distances to the subspace, whitening. (MML 4.6, 10.1 to 10.5.)
Checked by other methods: eigenvectors of the covariance matrix or of A^T A, projections, remainders taken term by
term, singular values of the residual. The learner's code itself is judged in the sandbox.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from quizgen.draw import Draw
from quizgen.exercise import exercise

from ._written import Arguments, Given, Made, Task, Tasks, Wrong, matrix, shown

ORIENTATION = (
    "`np.linalg.svd` returns the transposed matrix: the right singular vectors are the *rows* of its third result, not "
    "the columns."
)
CENTRE = (
    "You decompose the data as they are. The first direction then points towards the mean; principal components "
    "describe the spread *around* the mean."
)
SCALE = (
    "The singular values of the centred data are not variances. Variances are sums of squares divided by the number of "
    "rows."
)
SQUARES = "The singular values themselves are added up. The squared norm of a matrix is the sum of their *squares*."

SVD = "U, s, Vt = np.linalg.svd({}, full_matrices=False)"


# ------------------------------------------------------------------ drawing matrices with clear gaps

FRAMES = (
    ((3, 4), (4, -3)),
    ((4, 3), (-3, 4)),
    ((5, 12), (12, -5)),
    ((2, 3, 6), (3, -6, 2), (6, 2, -3)),
    ((6, 2, 3), (2, 3, -6), (3, -6, -2)),
)
"""Orthogonal integer vectors, each with one entry of largest absolute value."""


def _gaps(rows: Arguments, centred: bool, k: int = 3) -> bool:
    """The first singular values are well apart, and directions have a clear largest entry."""
    x = np.array(rows, dtype=float)
    if centred:
        x = x - x.mean(axis=0)
    _, s, vt = np.linalg.svd(x, full_matrices=False)
    top = np.sort(np.abs(vt[:k]), axis=1)
    apart = all(p - q > 0.05 * s[0] for p, q in pairwise(s[: k + 1]))
    # With two features both directions have the same pair of absolute values.
    return bool(s[0] > 0.5 and apart and (x.shape[1] == 1 or (top[:, -1] - top[:, -2]).min() > 0.02))


def _data(draw: Draw, n: int, d: int, *, centred: bool = True, bound: int = 6) -> Arguments:
    """n rows of d integers with clear gaps between the singular values."""
    for _ in range(60):
        rows = matrix(draw, n, d, bound)
        if _gaps(rows, centred, min(n - centred, d)):
            return rows
    raise AssertionError("unreachable: most matrices have clear gaps")


def _clean(draw: Draw) -> Arguments:
    """A 2x2 matrix whose singular values are whole multiples of 25: sums of 3-4-5 frames."""
    (a, b), (c, d) = draw.choice((((3, 4), (4, -3)), ((4, 3), (3, -4)), ((3, -4), (4, 3))))
    (p, q), (r, t) = draw.choice((((3, 4), (4, -3)), ((4, 3), (-3, 4)), ((4, -3), (3, 4))))
    big, small = draw.choice(((2, 1), (3, 1), (3, 2), (4, 1)))
    sign = draw.sign()
    return tuple(tuple(big * u * v + sign * small * w * z for v, z in ((p, r), (q, t))) for u, w in ((a, c), (b, d)))


def _spread(draw: Draw) -> Arguments:
    """Four rows around an integer mean: a step forwards or back along each of two orthogonal directions.

    No score is 0, and no rounding noise stands for it.
    """
    u, w = draw.choice([f for f in FRAMES if len(f) == 2 and max(map(max, f)) < 10])
    mean = tuple(draw.integer(-3, 5) for _ in range(2))
    a, b = draw.choice(((2, 1), (3, 1), (3, 2)))
    rows = (
        tuple(m + p * a * x + q * b * y for m, x, y in zip(mean, u, w, strict=True)) for p in (1, -1) for q in (1, -1)
    )
    return tuple(draw.shuffled(tuple(rows)))


# ------------------------------------------------------------------ other methods


def leading(a: Any, k: int) -> Any:
    """The first right singular vectors of a, as columns, from the eigenvectors of a^T a."""
    return np.linalg.eigh(a.T @ a)[1][:, ::-1][:, :k]


def centred(x: Any) -> Any:
    """x without the means of its columns, each mean by plain addition from the first row."""
    start = x - x[0]
    return start - sum(start) / len(start)


def signed(b: Any) -> Any:
    """Columns with the sign for which the entry of largest absolute value is positive."""
    return np.array([c if max(c, key=abs) > 0 else [-v for v in c] for c in b.T.tolist()]).T


def variances_of(x: Any) -> Any:
    """The eigenvalues of the covariance matrix (divisor n), falling."""
    z = centred(np.asarray(x, dtype=float))
    return np.maximum(np.linalg.eigvalsh(z.T @ z / len(z))[::-1], 0)


# ------------------------------------------------------------------ level 1: truncation


def draw_truncated(draw: Draw) -> Given:
    kind = draw.choice(("approximation", "rest", "pinv"))
    name = draw.choice(
        {
            "approximation": ("low_rank", "truncate", "best_approximation", "compress"),
            "rest": ("left_over", "residual_matrix", "removed_part"),
            "pinv": ("truncated_pinv", "filtered_inverse", "regularised_inverse"),
        }[kind]
    )
    one = (((3, draw.integer(1, 2), 0, 4),), 1)
    cases = (
        (_data(draw, 5, 3, centred=False), 2),
        (_data(draw, 2, 4, centred=False), 1),
        (_data(draw, 3, 3, centred=False), 2),
        one,
        *(
            ()
            if kind == "pinv"
            else (
                (_data(draw, 4, 3, centred=False), 7),
                (_data(draw, 3, 2, centred=False), 0),
                (((1, 2, -1), (2, 4, -2)), 2),
            )
        ),
    )
    return Given("truncated", (name, kind), (_clean(draw), 1), cases)


def truncated(a: Any, k: int, kind: str) -> Made:
    """The best approximation of rank k, what it leaves, or its pseudo-inverse."""

    def oracle(a: Any, k: int) -> Any:
        a = a.astype(float)
        v = leading(a, k)
        near = a @ v @ v.T
        if kind == "approximation":
            return near
        return a - near if kind == "rest" else np.linalg.pinv(near, rcond=1e-8)

    words = {
        "approximation": "Return the matrix of rank at most `k` that is closest to the matrix `A` in the spectral and "
        "in the Frobenius norm.",
        "rest": "Return $A - A_k$, where $A_k$ is the matrix of rank at most `k` closest to the matrix `A`.",
        "pinv": "Let $A_k$ be the matrix of rank `k` that is closest to the matrix `A`. Return its pseudo-inverse "
        "$A_k^+ = \\sum_{i=1}^{k} \\frac{1}{\\sigma_i} v_i u_i^\\top$, where $\\sigma_1 \\ge \\sigma_2 \\ge \\dots$ "
        "are the singular values of `A` with the singular vectors $u_i$ and $v_i$.",
    }[kind]
    near = "(U[:, :k] * s[:k]) @ Vt[:k]"
    turned = "(U[:, :k] * s[:k]) @ Vt[:, :k].T"
    first, wrong = {
        "approximation": (f"return {near}", f"return {turned}"),
        "rest": (f"return A - {near}", f"return A - {turned}"),
        "pinv": ("return (Vt[:k].T / s[:k]) @ U[:, :k].T", "return (Vt[:, :k] / s[:k]) @ U[:, :k].T"),
    }[kind]
    _, s, _ = np.linalg.svd(a)
    v = leading(a.astype(float), k)
    u = a @ v[:, 0] / s[0]
    edge = (
        ("`k` is at least 1 and at most the rank of `A`.",)
        if kind == "pinv"
        else ("With `k` above the rank of `A` the approximation is `A` itself, with `k = 0` it is the zero matrix.",)
    )
    svd = SVD.format("A")
    end = {
        "approximation": "`(U[:, :k] * s[:k]) @ Vt[:k]` multiplies each of the k columns by its singular value and "
        "adds up the k terms in one product.",
        "rest": "What is left is the sum of the other terms, so its largest singular value is $\\sigma_{k+1}$.",
        "pinv": "Each term is turned around, and its singular value is inverted; the small singular values, whose "
        "inverses would be huge, are left out.",
    }[kind]
    return Made(
        statement=words,
        properties=(
            *edge,
            r"$\sigma_k$ and $\sigma_{k+1}$ are different unless both are 0, so that the result is unique.",
            "`A` may be tall or wide, and may hold integers.",
        ),
        parameters="A, k",
        body=(svd, first),
        steps=(
            "By the theorem of Eckart and Young (MML 4.6) the closest matrix of rank k keeps the k largest terms of "
            "$A = \\sum_i \\sigma_i u_i v_i^\\top$.",
            "`np.linalg.svd` returns `U`, the singular values, largest first, and `Vt`, which is $V^\\top$: the "
            "vectors $v_i$ are its rows. With `full_matrices=False` the shapes fit for tall and wide matrices.",
            f"In the example the singular values are `{shown(s)}`. Up to a common sign $u_1$ is "
            f"`{shown(u * np.sign(u[0]))}` and $v_1$ is `{shown(v[:, 0] * np.sign(u[0]))}`; the sign cancels in the "
            "product.",
            end,
        ),
        hints=(
            "Decompose `A`, keep the first k terms, multiply them together again.",
            "Which index of `Vt` counts the singular vectors: the row or the column?",
        ),
        oracle=oracle,
        wrong=(Wrong("V-orientation", ORIENTATION, (svd, wrong)),),
        rtol=1e-6,
        atol=1e-7,
    )


ERRORS = {
    "frobenius": ("the Frobenius norm of $A - A_k$", "return np.sqrt((s[k:] ** 2).sum())", "approximation_error"),
    "squared": ("the squared Frobenius norm of $A - A_k$", "return (s[k:] ** 2).sum()", "squared_error"),
    "share": (
        "the share $\\|A_k\\|_F^2 / \\|A\\|_F^2$ of the squared Frobenius norm that $A_k$ keeps",
        "return (s[:k] ** 2).sum() / (s**2).sum()",
        "energy_kept",
    ),
}


def draw_error(draw: Draw) -> Given:
    kind = draw.choice(tuple(ERRORS))
    name = draw.choice((ERRORS[kind][2], "low_rank_quality", "truncation_error" if kind != "share" else "kept_share"))
    cases = (
        (_data(draw, 5, 3, centred=False), 1),
        (_data(draw, 2, 4, centred=False), 1),
        (_data(draw, 4, 4, centred=False), 2),
        (((draw.integer(1, 5), 2, 0),), 0),
        (_data(draw, 3, 2, centred=False), 9),
    )
    return Given("error", (name, kind), (_clean(draw), 1), cases)


def error(a: Any, k: int, kind: str) -> Made:
    """How far the best approximation is from the matrix, from singular values alone."""
    words, end, _ = ERRORS[kind]

    def oracle(a: Any, k: int) -> float:
        v = leading(a.astype(float), k)
        near = a @ v @ v.T
        lost = float(sum(x * x for x in (a - near).ravel()))
        return {
            "frobenius": lost**0.5,
            "squared": lost,
            "share": float((near**2).sum() / (a.astype(float) ** 2).sum()),
        }[kind]

    wrong = {
        "frobenius": "return s[k:].sum()",
        "squared": "return s[k:].sum()",
        "share": "return s[:k].sum() / s.sum()",
    }[kind]
    svd = "s = np.linalg.svd(A, compute_uv=False)"
    s = np.linalg.svd(a, compute_uv=False)
    return Made(
        statement="Let $A_k$ be the matrix of rank at most `k` that is closest to the matrix `A`, which is not 0. "
        f"Return {words}, a number.",
        properties=(
            "`k` may be 0 ($A_0$ is the zero matrix) or larger than the rank of `A`.",
            "`A` may be tall or wide, and may hold integers.",
        ),
        parameters="A, k",
        body=(svd, end),
        steps=(
            "$A_k$ keeps the first k terms of the singular value decomposition, and $A - A_k$ consists of the others.",
            "Orthogonal matrices do not change the Frobenius norm, so its square is the sum of the squared singular "
            "values: $\\|A - A_k\\|_F^2 = \\sigma_{k+1}^2 + \\sigma_{k+2}^2 + \\dots$",
            f"In the example the singular values are `{shown(s)}`, their squares `{shown(s**2)}`. The squares add up "
            f"to `{shown(float((a**2).sum()))}`, which is also the sum of the squared entries of `A`: a check.",
            "The slices `s[:k]` and `s[k:]` are empty or whole for extreme `k`, and empty sums are 0, so no case needs "
            "an exception. The vectors are not needed: `compute_uv=False`.",
        ),
        hints=(
            "The norm depends on the singular values alone.",
            "What is the squared Frobenius norm in terms of the singular values?",
        ),
        oracle=oracle,
        wrong=(Wrong("scale-by-n", SQUARES, (svd, wrong)),),
        rtol=1e-6,
        atol=1e-6,
    )


def draw_rank(draw: Draw) -> Given:
    name = draw.choice(("rank_for_share", "smallest_rank", "choose_rank", "terms_needed"))
    share = draw.choice((0.75, 0.85, 0.95))
    rows = ((10, 0, 0, 0), (0, 6, 0, 0), (0, 0, 3, 0), (0, 0, 0, 1))
    cases = [
        (_data(draw, 5, 3, centred=False), 0.9),
        (rows, 0.7),
        (rows, 0.985),
        (tuple(tuple(v * 1e198 for v in row) for row in rows), 0.9),
        (((0, 0), (0, 0), (0, 0)), 0.5),
        (((draw.integer(1, 4), 2),), 0.99),
    ]
    for i, (x, wanted) in enumerate(cases):
        if i == 0:
            shares = np.cumsum(np.linalg.svd(np.array(x), compute_uv=False) ** 2)
            if np.abs(shares / shares[-1] - wanted).min() < 1e-3:
                cases[0] = (x, 0.912)
    return Given("rank", (name,), (_clean(draw), share), tuple(cases))


def rank(a: Any, share: float) -> Made:
    """The smallest rank that keeps a share of the squared norm."""

    def oracle(a: Any, share: float) -> int:
        size = float(np.abs(a).max())
        if size == 0:
            return 0
        rest = a / size
        whole = float((rest**2).sum())
        for k in range(min(a.shape) + 1):
            near = (a / size) @ leading(a / size, k)
            if float((near**2).sum()) >= share * whole:
                return k
        return min(a.shape)

    s = np.linalg.svd(a, compute_uv=False)
    parts = np.cumsum(s**2) / (s**2).sum()
    opening = (
        "s = np.linalg.svd(A, compute_uv=False)",
        "if s[0] == 0:",
        "    return 0",
    )
    return Made(
        statement="Return the smallest rank `k` for which the closest matrix $A_k$ of rank `k` keeps at least the "
        "given fraction, `share`, of the squared Frobenius norm: $\\|A_k\\|_F^2 \\ge$ `share` $\\cdot \\|A\\|_F^2$.",
        properties=(
            "`share` is larger than 0 and smaller than 1. For the zero matrix the result is 0.",
            "Entries may be as large as $10^{200}$, whose squares overflow.",
            "The result is a whole number.",
        ),
        parameters="A, share",
        body=(
            *opening,
            "part = np.cumsum((s / s[0]) ** 2)",
            "return int(np.argmax(part >= share * part[-1])) + 1",
        ),
        steps=(
            "$\\|A_k\\|_F^2 = \\sigma_1^2 + \\dots + \\sigma_k^2$, so the shares are cumulative sums of *squared* "
            "singular values over their total.",
            f"In the example the singular values are `{shown(s)}`, and the shares for k = 1, 2 are `{shown(parts)}`. "
            f"The first that is at least {share:g} belongs to k = {oracle(a, share)}.",
            "Dividing all singular values by the largest changes no share, and the squares cannot overflow. The zero "
            "matrix, where this would be 0 over 0, is caught before.",
            "`np.argmax` of a mask is the index of its first True; as indices begin with 0, one is added.",
        ),
        hints=(
            "Add up what the first singular values contribute to the squared norm: `np.cumsum`.",
            "Scale before you square.",
        ),
        oracle=oracle,
        wrong=(
            Wrong(
                "scale-by-n",
                SQUARES,
                (*opening, "part = np.cumsum(s / s[0])", "return int(np.argmax(part >= share * part[-1])) + 1"),
            ),
        ),
    )


# ------------------------------------------------------------------ level 2: fit and transform

SIGN = "The sign of a direction is such that its entry of largest absolute value is positive."
SIGN_LINES = (
    "largest = np.abs(B).argmax(axis=0)",
    "B = B * np.sign(B[largest, np.arange(k)])",
)
N_ROWS = "`X` is an n × d matrix whose rows are observations."


def _fit(centre: str = "X - mean", vectors: str = "Vt[:k].T") -> tuple[str, ...]:
    return ("mean = X.mean(axis=0)", SVD.format(centre), f"B = {vectors}", *SIGN_LINES)


def draw_directions(draw: Draw) -> Given:
    kind = draw.choice(("fit", "scores", "transform"))
    name = draw.choice(
        {
            "fit": ("fit_pca", "principal_directions", "pca_basis"),
            "scores": ("pca_scores", "fit_transform", "project_data"),
            "transform": ("transform_new", "pca_transform", "scores_of_new"),
        }[kind]
    )

    def case(x: Arguments, k: int) -> Arguments:
        d = len(x[0])
        return (x, matrix(draw, draw.integer(1, 3), d, 5), k) if kind == "transform" else (x, k)

    far = tuple(tuple(v + 10_000_000 for v in row) for row in _data(draw, 5, 3))
    cases = (
        case(_data(draw, 6, 3), 2),
        case(_data(draw, 5, 2), 1),
        case(_data(draw, 5, 4), 3),
        (far, tuple(tuple(v + 3 for v in row) for row in far[:2]), 2) if kind == "transform" else (far, 2),
        case(_data(draw, 3, 4), 1),
    )
    return Given("directions", (name, kind), case(_spread(draw), draw.integer(1, 2)), cases)


def directions(x: Any, *rest: Any) -> Made:
    """Mean and principal directions, or the scores of rows along them."""
    *_, k, kind = rest
    parameters = "X, X_new, k" if kind == "transform" else "X, k"

    def oracle(x: Any, *rest: Any) -> Any:
        *new, k = rest
        x = x.astype(float)
        z = centred(x)
        b = signed(leading(z, k))
        if kind == "fit":
            return x[0] - z[0], b
        return np.array([[float(row @ c) for c in b.T] for row in ((new[0] - x[0]) + z[0] if new else z)])

    words = {
        "fit": "Return the pair `(mean, B)`: the mean of the rows, and the d × k matrix whose columns are the first k "
        "principal directions, as unit vectors.",
        "scores": "Return the n × k matrix of scores: entry $(i, j)$ is the coordinate of row $i$, taken from the mean "
        "of the rows, along the $j$-th principal direction.",
        "transform": "`X_new` is an m × d matrix of new observations. Fit the first k principal directions to `X`, and "
        "return the m × k matrix of the scores of the *new* rows: their coordinates along these directions, taken from "
        "the mean of `X`.",
    }[kind]
    end = {
        "fit": "return mean, B",
        "scores": "return (X - mean) @ B",
        "transform": "return (X_new - mean) @ B",
    }[kind]
    z = centred(x.astype(float))
    b = signed(leading(z, k))
    raw = {"fit": end, "scores": "return X @ B", "transform": "return X_new @ B"}[kind]
    turned = "Vt[:, :k]"
    last = {
        "fit": "The mean belongs to the fit: without it new rows could not be centred in the same way.",
        "scores": "The scores of each column add up to 0, as the data are centred, and different columns are "
        "uncorrelated.",
        "transform": "New rows are centred with the mean of `X`, never with their own: a single new row would else "
        "always get the score 0.",
    }[kind]
    return Made(
        statement=f"{N_ROWS} {words}",
        properties=(
            SIGN,
            "The directions are ordered by falling variance; the variances of the first `k` and the next are "
            "different.",
            "The data may lie far from 0, with a mean much larger than their spread.",
        ),
        parameters=parameters,
        body=(*_fit(), end),
        steps=(
            f"Centre first: the mean of the rows is `{shown(x.astype(float).mean(axis=0))}` in the example.",
            "The principal directions are the eigenvectors of the covariance matrix $\\frac{1}{n} Z^\\top Z$ of the "
            "centred data $Z$. These are the right singular vectors of $Z$, and the decomposition of $Z$ avoids "
            "forming the product.",
            (
                "They are the *rows* of `Vt`. The first of them becomes the only column of a matrix `B = Vt[:1].T`"
                if k == 1
                else f"They are the *rows* of `Vt`. The first {k} of them become the columns of a matrix "
                f"`B = Vt[:{k}].T`"
            )
            + f"; after the sign rule it is `{shown(b)}`.",
            "A direction and its negative span the same line, so the rule for the signs is needed. "
            "`np.abs(B).argmax(axis=0)` finds the row of the largest entry of each column. "
            "Multiplying each column by the sign of this entry makes the entry positive.",
            last,
        ),
        hints=(
            "Subtract the mean, decompose, take the right singular vectors.",
            "`Vt` holds the directions as rows. Settle the signs with `argmax` of the absolute values.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("V-orientation", ORIENTATION, (*_fit(vectors=turned), end)),
            Wrong("centre-missing", CENTRE, (*_fit(centre="X"), end)),
            *(() if kind == "fit" else (Wrong("centre-missing", CENTRE, (*_fit(centre="X"), raw)),)),
        ),
        rtol=1e-5,
        atol=1e-6,
    )


def draw_variances(draw: Draw) -> Given:
    what = draw.choice(("variances", "deviations", "total"))
    name = draw.choice(
        {
            "variances": ("component_variances", "pca_variances", "spectrum"),
            "deviations": ("component_deviations", "standard_deviations_along"),
            "total": ("captured_variance", "variance_of_first"),
        }[what]
    )
    cases = (
        (_data(draw, 6, 3), 2),
        (_data(draw, 3, 4), 4),
        (((draw.integer(1, 5), 2, 0),), 2),
        (((2, 2), (2, 2), (2, 2)), 2),
        (tuple(tuple(v + 10_000_000 for v in row) for row in _data(draw, 5, 2)), 1),
    )
    return Given("variances", (name, what), (_spread(draw), 2), cases)


def variances(x: Any, k: int, what: str) -> Made:
    """Variances along the principal directions, also where there are few rows."""

    def oracle(x: Any, k: int) -> Any:
        values = variances_of(x)[:k]
        return {"variances": values, "deviations": np.sqrt(values), "total": float(sum(values))}[what]

    words = {
        "variances": "Return the array of the variances of the data along the first `k` principal directions, falling.",
        "deviations": "Return the array of the standard deviations of the data along the first `k` principal "
        "directions, falling.",
        "total": "Return the variance that the first `k` principal components capture: the sum of the variances along "
        "the first `k` principal directions.",
    }[what]
    end = {"variances": "return v[:k]", "deviations": "return np.sqrt(v[:k])", "total": "return v[:k].sum()"}[what]

    def body(centre: str, value: str) -> tuple[str, ...]:
        return (
            f"s = np.linalg.svd({centre}, compute_uv=False)",
            "v = np.zeros(X.shape[1])",
            f"v[: len(s)] = {value}",
            end,
        )

    centre = "X - X.mean(axis=0)"
    s = np.linalg.svd(centred(x.astype(float)), compute_uv=False)
    n, d = x.shape
    return Made(
        statement=f"{N_ROWS} {words}",
        properties=(
            "Variances have the divisor n (as the covariance matrix in MML 10.1).",
            "`k` is at most d. There may be fewer rows than `k`, even a single one: variances that are missing are 0.",
            "The data may lie far from 0, with a mean much larger than their spread.",
        ),
        parameters="X, k",
        body=body(centre, "s**2 / len(X)"),
        steps=(
            "With the centred data $Z = U \\Sigma V^\\top$ the covariance matrix is $\\frac{1}{n} Z^\\top Z = V "
            "\\frac{\\Sigma^2}{n} V^\\top$. Its eigenvalues, the variances along the directions, are $\\sigma_i^2 / "
            "n$.",
            f"In the example n is {n} and the singular values of the centred data are `{shown(s)}`; the variances are "
            f"`{shown(variances_of(x))}`.",
            f"Check: they add up to the sum of the variances of the {d} columns, "
            f"`{shown(float(x.astype(float).var(axis=0).sum()))}`.",
            "A matrix with n rows has at most n singular values. Starting from d zeros fills up what is missing.",
        ),
        hints=(
            "How are the singular values of the centred data and the eigenvalues of the covariance matrix related?",
            "How many singular values does a matrix with one row have? Make room for d numbers first.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("scale-by-n", SCALE, body(centre, "s")),
            Wrong("scale-by-n", SCALE, body(centre, "s**2")),
            Wrong("centre-missing", CENTRE, body("X", "s**2 / len(X)")),
        ),
        rtol=1e-5,
        # An eigenvalue that is 0 comes out as some 1e-15, and its root is no longer small.
        atol=1e-5 if what == "deviations" else 1e-7,
    )


# ------------------------------------------------------------------ level 3: inverse transform, explained variance


def draw_reconstructed(draw: Draw) -> Given:
    kind = draw.choice(("rows", "distance", "new"))
    name = draw.choice(
        {
            "rows": ("reconstruct", "pca_denoise", "inverse_transform"),
            "distance": ("reconstruction_errors", "anomaly_scores", "distances_to_subspace"),
            "new": ("reconstruct_new", "denoise_new"),
        }[kind]
    )

    def case(x: Arguments, k: int) -> Arguments:
        d = len(x[0])
        return (x, k) if kind == "rows" else (x, matrix(draw, draw.integer(1, 3), d, 5), k)

    far = tuple(tuple(v + 100_000 for v in row) for row in _data(draw, 5, 3))
    cases = (
        case(_data(draw, 6, 3), 2),
        case(_data(draw, 5, 3), 1),
        case(_data(draw, 4, 3), 0),
        case(_data(draw, 5, 2), 2),
        (far, 1) if kind == "rows" else (far, tuple(tuple(v + 3 for v in row) for row in far[:2]), 1),
        case(((1, 2, 3), (2, 4, 5), (3, 6, 7)), 1),
    )
    return Given("reconstructed", (name, kind), case(_spread(draw), 1), cases)


def reconstructed(x: Any, *rest: Any) -> Made:
    """Rows rebuilt from k scores, or their distances to the principal subspace."""
    *new, k, kind = rest
    parameters = "X, k" if kind == "rows" else "X, X_new, k"

    def oracle(x: Any, *rest: Any) -> Any:
        *new, k = rest
        x = x.astype(float)
        z = centred(x)
        mean = x[0] - z[0]
        left = np.linalg.eigh(z.T @ z)[1][:, : x.shape[1] - k]  # what the first k directions leave out
        target = new[0] if new else x
        lost = np.array([sum((float((row - mean) @ c) * c for c in left.T), np.zeros(len(row))) for row in target])
        return (lost**2).sum(axis=1) if kind == "distance" else target - lost

    words = {
        "rows": "Project every row of `X` on the affine subspace through the mean of the rows that is spanned by the "
        "first `k` principal directions, and return the n × d matrix of these reconstructions.",
        "new": "`X_new` is an m × d matrix of new observations. Fit PCA with `k` directions to `X`, and return the "
        "m × d matrix of the reconstructions of the *new* rows: their projections on the affine subspace through the "
        "mean of `X` that is spanned by these directions.",
        "distance": "`X_new` is an m × d matrix of new observations. Fit PCA with `k` directions to `X`, and return "
        "for each *new* row its squared distance to the affine subspace through the mean of `X` that is spanned by "
        "these directions.",
    }[kind]
    rows = "X" if kind == "rows" else "X_new"

    def body(decomposed: str, vectors: str, mean: str) -> tuple[str, ...]:
        end = (
            (
                f"Z = {rows} - mean",
                "return ((Z - Z @ B @ B.T) ** 2).sum(axis=1)",
            )
            if kind == "distance"
            else (f"return mean + ({rows} - mean) @ B @ B.T",)
        )
        return (f"mean = {mean}", SVD.format(decomposed), f"B = {vectors}", *end)

    zero = "np.zeros(X.shape[1])"
    z = centred(x.astype(float))
    mean = x.astype(float).mean(axis=0)
    b = signed(leading(z, k))
    target = x if kind == "rows" else new[0]
    scores = (target - mean) @ b
    last = (
        "The squared distance is the squared length of what is left, $\\|z - B B^\\top z\\|^2$, row by row."
        if kind == "distance"
        else "The mean comes back at the end: without it the reconstructions would lie around 0."
    )
    return Made(
        statement=f"{N_ROWS} {words}",
        properties=(
            "With `k = 0` the subspace is the mean alone, with `k = d` it is the whole space.",
            "The variances of the first `k` directions and the next are different; signs of directions do not matter.",
            *(() if kind == "rows" else ("The mean is that of `X`, also for a single new row.",)),
        ),
        parameters=parameters,
        body=body("X - mean", "Vt[:k].T", "X.mean(axis=0)"),
        steps=(
            f"The mean of the rows of `X` is `{shown(mean)}` in the example. Everything is measured from there.",
            (
                "The first principal direction, as the column of $B$, is "
                if k == 1
                else f"The first {k} principal directions, as the columns of $B$, are "
            )
            + f"`{shown(b)}` (up to sign).",
            f"The scores $B^\\top (x - \\mu)$ of the rows are `{shown(scores)}`; $B$ times the scores is the "
            "projection of $x - \\mu$. The projection matrix $B B^\\top$ does not depend on signs.",
            last,
        ),
        hints=(
            "Centre, go down to k scores, and come back up with the same directions.",
            "A projection on orthonormal columns is $B B^\\top$; rows are multiplied from the left: `Z @ B @ B.T`.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("V-orientation", ORIENTATION, body("X - mean", "Vt[:, :k]", "X.mean(axis=0)")),
            Wrong("centre-missing", CENTRE, body("X", "Vt[:k].T", zero)),
            Wrong("centre-missing", CENTRE, body("X", "Vt[:k].T", "X.mean(axis=0)")),
        ),
        rtol=1e-5,
        atol=1e-6,
    )


def draw_explained(draw: Draw) -> Given:
    kind = draw.choice(("ratios", "cumulative", "needed"))
    name = draw.choice(
        {
            "ratios": ("explained_variance", "variance_ratios", "scree"),
            "cumulative": ("cumulative_variance", "explained_by_first"),
            "needed": ("components_needed", "choose_components", "how_many_components"),
        }[kind]
    )
    share = (draw.choice((0.75, 0.85, 0.95)),) if kind == "needed" else ()
    plain = ((10, 0, 1), (-10, 0, 1), (0, 5, 1), (0, -5, 1), (0, 0, 4), (0, 0, -2))
    huge = tuple(tuple(v * 1e198 for v in row) for row in plain)
    wanted = (0.87,) if share else ()
    cases = (
        (_data(draw, 6, 3), *wanted),
        (plain, *((0.7,) if share else ())),
        (huge, *((0.95,) if share else ())),
        (((draw.integer(1, 4), 2),), *((0.5,) if share else ())),
        (tuple(tuple(v + 100_000 for v in row) for row in plain), *((0.85,) if share else ())),
        (((3, 3), (3, 3)), *((0.9,) if share else ())),
        (((0.1, 0.7),) * 3, *((0.9,) if share else ())),
    )
    return Given("explained", (name, kind), (_spread(draw), *share), cases)


def explained(x: Any, *rest: Any) -> Made:
    """Shares of the variance, or how many components reach a share."""
    *share, kind = rest

    def shares(x: Any) -> Any:
        size = float(np.abs(x).max())
        values = variances_of(x / size)
        total = float(sum(values))
        return np.zeros(len(values)) if total < 1e-20 else values / total

    def oracle(x: Any, *share: Any) -> Any:
        parts = shares(x)
        if kind == "ratios":
            return parts
        sums = np.array([sum(parts[: i + 1]) for i in range(len(parts))])
        if kind == "cumulative":
            return sums
        return next((i + 1 for i, v in enumerate(sums) if v >= share[0]), 0)

    words = {
        "ratios": "Return the array of the d shares of the total variance that the principal components explain, "
        "falling.",
        "cumulative": "Return the array of d numbers whose entry $j$ (from 0) is the share of the total variance that "
        "the first $j + 1$ principal components explain together.",
        "needed": "Return the smallest number of principal components that together explain at least the given "
        "fraction, `share`, of the total variance.",
    }[kind]
    nothing = "return 0" if kind == "needed" else "return np.zeros(X.shape[1])"
    end = {
        "ratios": ("return v / v.sum()",),
        "cumulative": ("return np.cumsum(v) / v.sum()",),
        "needed": ("return int(np.argmax(np.cumsum(v) >= share * v.sum())) + 1",),
    }[kind]

    def body(centre: str, power: str) -> tuple[str, ...]:
        return (
            f"s = np.linalg.svd({centre}, compute_uv=False)",
            "if s[0] <= 1e-12 * np.abs(X).max():",
            f"    {nothing}",
            "v = np.zeros(X.shape[1])",
            f"v[: len(s)] = {power}",
            *end,
        )

    s = np.linalg.svd(centred(x.astype(float)), compute_uv=False)
    edge = (
        "If all rows are the same, or there is only one, nothing is to be explained: return 0."
        if kind == "needed"
        else "If all rows are the same, or there is only one, nothing is explained: return d zeros."
    )
    return Made(
        statement=f"{N_ROWS} {words}",
        properties=(
            edge,
            "That goes for decimals, too: where the mean of equal rows is rounded, the centred rows are not exactly 0. "
            "In other data the spread is at least a millionth of the largest entry.",
            "There may be fewer rows than columns; components without a singular value explain 0."
            if kind != "needed"
            else "`share` is larger than 0 and smaller than 1; the result is a whole number.",
            "Entries may be as large as $10^{200}$, whose squares overflow.",
        ),
        parameters="X, share" if kind == "needed" else "X",
        body=body("X - X.mean(axis=0)", "(s / s[0]) ** 2"),
        steps=(
            "The variances along the principal directions are $\\sigma_i^2 / n$ with the singular values of the "
            "centred data. In a share the n cancels, the square does not.",
            f"In the example the singular values are `{shown(s)}`, so the shares are `{shown(shares(x))}`.",
            *(
                (
                    f"Added up they are `{shown(np.cumsum(shares(x)))}`; the first that is at least {share[0]:g} "
                    f"belongs to {oracle(x, *share)}.",
                )
                if kind == "needed"
                else ()
            ),
            "Where all rows are the same, the largest singular value is 0, or a rounding error: some $10^{-16}$ times "
            "the entries. So it is compared with the largest entry, and this case comes first.",
            "Dividing by the largest singular value before squaring keeps the numbers between 0 and 1.",
            "`v` begins with d zeros, because a matrix with few rows has fewer singular values than columns.",
        ),
        hints=(
            "Centre the data; then the singular values tell everything.",
            "Shares belong to squares. Scale first, so that squaring cannot overflow.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("scale-by-n", SCALE, body("X - X.mean(axis=0)", "s / s[0]")),
            Wrong("centre-missing", CENTRE, body("X", "(s / s[0]) ** 2")),
        ),
        rtol=1e-6,
        atol=1e-8,
    )


def draw_whitened(draw: Draw) -> Given:
    name = draw.choice(("whiten", "standard_scores", "decorrelate", "pca_whiten"))
    cases = (
        (_data(draw, 6, 3), 2),
        (_data(draw, 5, 2), 2),
        (_data(draw, 7, 4), 3),
        (tuple(tuple(v + 100_000 for v in row) for row in _data(draw, 5, 3)), 1),
    )
    return Given("whitened", (name,), (_spread(draw), 2), cases)


def whitened(x: Any, k: int) -> Made:
    """Scores with variance 1."""

    def oracle(x: Any, k: int) -> Any:
        z = centred(x.astype(float))
        b = signed(leading(z, k))
        scores = np.array([[float(row @ c) for c in b.T] for row in z])
        return scores / np.sqrt((scores**2).sum(axis=0) / len(z))

    def body(centre: str, vectors: str, scale: str) -> tuple[str, ...]:
        return (*_fit(centre, vectors), f"return (X - mean) @ B / ({scale})")

    right = "s[:k] / np.sqrt(len(X))"
    z = centred(x.astype(float))
    b = signed(leading(z, k))
    return Made(
        statement=f"{N_ROWS} Return the n × k matrix of whitened scores: the coordinates of the centred rows along the "
        "first `k` principal directions, each column divided by its standard deviation.",
        properties=(
            SIGN,
            "Standard deviations have the divisor n: each column of the result has mean 0 and mean square 1.",
            "The first `k` variances are positive and different.",
        ),
        parameters="X, k",
        body=body("X - mean", "Vt[:k].T", right),
        steps=(
            f"Centre the data; in the example the mean is `{shown(x.astype(float).mean(axis=0))}`. Decompose the "
            "centred matrix $Z = U \\Sigma V^\\top$.",
            f"The directions are the rows of `Vt`; as columns, after the sign rule, they are `{shown(b)}`.",
            f"The scores are `{shown(z @ b)}`. Along direction $i$ the variance is $\\sigma_i^2 / n$, so the standard "
            "deviation is $\\sigma_i / \\sqrt{n}$, not $\\sigma_i$.",
            f"Here the deviations are `{shown(np.sqrt(variances_of(x)[:k]))}`. After dividing, the covariance matrix "
            "of the result is the identity: a check that needs no sign.",
        ),
        hints=(
            "Whitened scores have variance 1 in every column. By which number must each column be divided?",
            "The standard deviation along a direction is not the singular value itself.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("scale-by-n", SCALE, body("X - mean", "Vt[:k].T", "s[:k]")),
            Wrong("scale-by-n", SCALE, body("X - mean", "Vt[:k].T", "s[:k] ** 2 / len(X)")),
            Wrong("V-orientation", ORIENTATION, body("X - mean", "Vt[:, :k]", right)),
            Wrong("centre-missing", CENTRE, body("X", "Vt[:k].T", right)),
        ),
        rtol=1e-5,
        atol=1e-6,
    )


TASKS = {
    "truncated": Task(draw_truncated, truncated),
    "error": Task(draw_error, error),
    "rank": Task(draw_rank, rank),
    "directions": Task(draw_directions, directions),
    "variances": Task(draw_variances, variances),
    "reconstructed": Task(draw_reconstructed, reconstructed),
    "explained": Task(draw_explained, explained),
    "whitened": Task(draw_whitened, whitened),
}
LEVELS = {
    1: ("truncated", "truncated", "error", "rank"),
    2: ("directions", "directions", "variances"),
    3: ("reconstructed", "reconstructed", "explained", "whitened"),
}
WRITTEN = Tasks(TASKS, LEVELS)


@exercise("code-svd-pca", version=1)
def svd_pca(draw: Draw, level: int) -> Given:
    """A task of the level with its details drawn, an example and hidden inputs."""
    return WRITTEN.drawn(draw, level)


svd_pca.problem(WRITTEN.problem)
svd_pca.verify(WRITTEN.verify)
