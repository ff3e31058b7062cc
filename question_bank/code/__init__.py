"""Code: numpy and algorithms."""
