"""The terminal screens. They talk to `quizgen.practice.session` alone and hold no course content."""
