"""Linear algebra: systems, spaces and maps."""
