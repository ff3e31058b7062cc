"""Question banks for other programs: Moodle XML, QTI 2.1, Anki, and plain pages."""
