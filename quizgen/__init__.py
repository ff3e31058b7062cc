"""quizgen: fresh problems in the mathematics of machine learning, judged fairly and scheduled well."""

__version__ = "0.1.0"
