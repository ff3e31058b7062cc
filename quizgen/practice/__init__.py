"""The daily loop: log, memory, queue, session. Only `session` is for screens."""
