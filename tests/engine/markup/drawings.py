"""The table of figures that every output draws."""

from math import exp, sin, tanh

from quizgen.markup.figure import (
    Bars,
    Edge,
    Ellipse,
    Figure,
    Line,
    Network,
    Node,
    Note,
    Plot,
    Points,
    Region,
    curve,
)


def bell(x: float) -> float:
    return exp(-x * x / 2) / 2.5066


TAIL = ((1, 0), *curve(bell, 1, 4, 30), (4, 0))
CLASSES = ((1, 2), (2, 1.5), (3, 4), (4, 3.2), (2.5, 3)), ((6, 5), (7, 6.5), (8, 4.2), (6.5, 7))

FIGURES: dict[str, Figure] = {
    "densities": Plot(
        "A bell curve with the area right of 1 shaded, and a dashed bell curve around 1.",
        (-4, 4),
        (0, 0.45),
        (
            Region(TAIL, "$P(X > 1)$"),
            Line(curve(bell, -4, 4), r"$\mathcal{N}(0, 1)$"),
            Line(curve(lambda x: bell(x - 1), -4, 4), "$q$", style="dashed"),
        ),
        y_label="density",
    ),
    "contours": Plot(
        "Three ellipses around the origin; a path leads from the upper left in two steps towards the middle.",
        (-4, 4),
        (-3, 3),
        (
            *(Ellipse((0, 0), (1.6 * r, 0), (0, 0.8 * r), f"$f = {r * r}$") for r in (1, 2, 3)),
            Line(((-3.2, 2.2), (-1, -1.5)), arrow=True),
            Line(((-1, -1.5), (-0.5, 0.8)), arrow=True),
            Points(((-3.2, 2.2), (-1, -1.5), (-0.5, 0.8))),
            Note((-3.2, 2.2), "$x_0$"),
            Note((-1, -1.5), "$x_1$"),
            Note((-0.5, 0.8), "$x_2$"),
        ),
        "$x_1$",
        "$x_2$",
        equal=True,
    ),
    "classes": Plot(
        "Circles at the lower left, crosses at the upper right, a falling line between them.",
        (0, 10),
        (0, 8),
        (
            Points(CLASSES[0], "class 0", "circle"),
            Points(CLASSES[1], "class 1", "cross"),
            Line(((-2, 11), (12, -3)), r"$w^\top x + b = 0$"),
        ),
    ),
    "mass": Plot(
        "Bars over 0 to 5, the highest over 2.",
        (-0.5, 5.5),
        (0, 0.4),
        (Bars(((0, 0.05), (1, 0.2), (2, 0.35), (3, 0.25), (4, 0.1), (5, 0.05))),),
        "$k$",
        "$P(X = k)$",
    ),
    "weights": Plot(
        "Bars up and down.",
        (0, 6),
        (-2, 3),
        (Bars(((1, 2.5), (2, -1.2), (3, 0.3), (4, -0.4), (5, 1))),),
        "feature",
        "weight",
    ),
    "two-bars": Plot(
        "Two rows of bars.",
        (0, 4),
        (0, 10),
        (Bars(((0.8, 3), (1.8, 7), (2.8, 9)), 0.4, "train"), Bars(((1.2, 4), (2.2, 5), (3.2, 9.5)), 0.4, "test")),
        "",
        "",
    ),
    "vectors": Plot(
        "Three arrows from the origin.",
        (-3, 5),
        (-2, 5),
        (
            Line(((0, 0), (4, 2)), "$u$", arrow=True),
            Line(((0, 0), (-1, 3)), "$v$", arrow=True),
            Line(((0, 0), (3, 5)), "$u + v$", arrow=True),
        ),
        "$x_1$",
        "$x_2$",
        equal=True,
    ),
    "learning": Plot(
        "Two falling curves; the dashed one rises again.",
        (0, 200),
        (0, 1000),
        (
            Line(curve(lambda t: 1000 * exp(-t / 40), 0, 200), "training"),
            Line(curve(lambda t: 1000 * exp(-t / 50) + 50 + t, 0, 200), "validation", "dashed"),
        ),
        "epoch",
        "loss",
    ),
    "activations": Plot(
        "Two S-shaped curves and a broken line.",
        (-3, 3),
        (-1.5, 1.5),
        (
            Line(curve(tanh, -3, 3), r"$\tanh$"),
            Line(curve(lambda x: 1 / (1 + exp(-x)), -3, 3), r"$\sigma$"),
            Line(((-3, 0), (0, 0), (2, 2)), "ReLU"),
        ),
        "$z$",
        "",
    ),
    "residuals": Plot(
        "Five points and a line, with a dotted segment from each point to it.",
        (0, 6),
        (0, 5),
        (
            Line(((0, 0.5), (6, 4.5)), r"$\hat y = \frac{2x}{3} + \frac12$"),
            *(
                Line(((x, y), (x, 0.5 + 2 * x / 3)), style="dotted")
                for x, y in ((1, 2), (2, 1), (3, 3), (4, 2), (5, 4.5))
            ),
            Points(((1, 2), (2, 1), (3, 3), (4, 2), (5, 4.5)), "data"),
        ),
    ),
    "markers": Plot(
        "Six markers in a row.",
        (0, 7),
        (0, 2),
        tuple(
            Points(((k + 1, 1),), kind, kind)  # type: ignore[arg-type]
            for k, kind in enumerate(("dot", "circle", "cross", "plus", "square", "triangle"))
        ),
    ),
    "circle": Plot(
        "A circle with a point on it.",
        (-1.2, 1.2),
        (-1.2, 1.2),
        (Ellipse((0, 0), (1, 0), (0, 1)), Points(((0.6, 0.8),)), Note((0.6, 0.8), r"$(\cos t, \sin t)$")),
        equal=True,
        axes=False,
    ),
    "wave": Plot(
        "A wave of tiny numbers.",
        (1000000, 1000004),
        (-0.03, 0.03),
        (Line(curve(lambda x: 0.02 * sin(x), 1000000, 1000004)),),
    ),
    "feasible": Plot(
        "A shaded polygon, and a smaller one.",
        (0, 8),
        (0, 8),
        (Region(((0, 0), (9, 0), (4, 6), (0, 7)), "$A$"), Region(((5, 5), (8, 5), (8, 8)), "$B$")),
    ),
    "graph": Network(
        "A computational graph: x times w, plus b, then a sigmoid and the loss.",
        (
            Node("x", "$x$", 0, 0),
            Node("w", "$w$", 0, 1),
            Node("m", r"$\times$", 1, 0.5),
            Node("b", "$b$", 1, 2),
            Node("p", "$+$", 2, 1),
            Node("s", r"$\sigma$", 3, 1),
            Node("l", "$L$", 4, 1),
        ),
        (
            Edge("x", "m", "3"),
            Edge("w", "m", "$-2$"),
            Edge("m", "p", "$z$"),
            Edge("b", "p"),
            Edge("p", "s", "$a$"),
            Edge("s", "l"),
        ),
    ),
    "layers": Network(
        "Two inputs, three hidden units, one output, fully connected.",
        (
            *(Node(f"x{i}", f"$x_{i}$", 0, i + 0.5) for i in range(2)),
            *(Node(f"h{i}", f"$h_{i}$", 1, i) for i in range(3)),
            Node("y", r"$\hat y$", 2, 1),
        ),
        (*(Edge(f"x{i}", f"h{j}") for i in range(2) for j in range(3)), *(Edge(f"h{j}", "y") for j in range(3))),
    ),
    "residual-block": Network(
        "x goes through F, and past it, to the sum.",
        (Node("x", "$x$", 0, 0), Node("f", "$F(x)$", 1, 0), Node("p", "$+$", 2, 0), Node("n", "norm", 2, 1)),
        (Edge("x", "f"), Edge("f", "p"), Edge("x", "p", "skip"), Edge("p", "n")),
    ),
}
