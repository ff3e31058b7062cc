"""The terminal screens. They talk to `quizgen.practice.session` alone and hold no course content."""

import os

# Textual paints at most so often, and a verdict or a new problem takes several paints: at its usual 60 each waits up to
# 17 ms for its turn. Textual reads this when it is imported; the user's own value stands.
os.environ.setdefault("TEXTUAL_FPS", "250")
