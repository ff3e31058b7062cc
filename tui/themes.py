"""Two quiet themes of our own: text, mathematics and marks keep a contrast of at least 4.5 to 1."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="quizgen-dark",
    primary="#5b9bd5",
    secondary="#7fb3a8",
    accent="#f0b866",
    foreground="#e6e6e6",
    background="#14171b",
    surface="#1b1f25",
    panel="#272d36",
    success="#6fbf73",
    warning="#e0b050",
    error="#ef7a7a",
    dark=True,
    variables={"scrollbar": "#6b7a90", "scrollbar-background": "#1b1f25"},
)
LIGHT = Theme(
    name="quizgen-light",
    primary="#2f5d8a",
    secondary="#2e6f62",
    accent="#8a3b12",
    foreground="#1d1f21",
    background="#fdfcf8",
    surface="#f3f1ea",
    panel="#e6e2d6",
    success="#1f6b33",
    warning="#8a5a00",
    error="#a32222",
    dark=False,
    variables={"scrollbar": "#8b8778", "scrollbar-background": "#f3f1ea"},
)
