"""Statistics and learning theory."""
