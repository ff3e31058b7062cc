"""Machine-learning applications."""
