"""The daily loop: log, memory, queue, session."""
