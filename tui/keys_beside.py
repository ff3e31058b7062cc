"""The keys of the screens beside practice: (keys, label, what they do) by name. They are part of `tui.keys.KEYS`."""

from __future__ import annotations

BESIDE: dict[str, tuple[str, str, str]] = {
    # practice and examples
    "typeset": ("f7", "Typeset", "Show it as a picture"),
    # skills and examples
    "practise": ("p", "Practise", "Practise this skill alone"),
    "example": ("e", "Example", "Read a solved problem"),
    "search": ("slash", "Search", "Find skills by words"),
    "filter": ("f", "Filter", "Only what is due, new, …"),
    "details": ("i", "Details", "All there is to say of it"),
    "suspend": ("x", "Leave out", "Leave out, or take up"),
    "clear": ("escape", "Back", "Out of search and filter"),
    "fold": ("left,h", "Fold", ""),
    "unfold": ("right,l", "Unfold", ""),
    "another": ("n", "Another", "With other numbers"),
    "harder": ("plus,l", "Harder", "One level up"),
    "easier": ("minus,h", "Easier", "One level down"),
    "show_solution": ("s,space", "Solution", "Hide or show the solution"),
    "close": ("escape,q", "Back", "To the screen before"),
    # progress
    "next_chart": ("n,tab", "Next chart", "Go to the next chart"),
    "previous_chart": ("p,shift+tab", "Previous", "Go to the chart before"),
    # sheets and exams
    "change": ("enter,space", "Change", "Choose or type the value"),
    "preview": ("v", "Preview", "Show the problems here"),
    "make": ("m,ctrl+s", "Make the file", "Write the file"),
    "numbers": ("n", "Other numbers", "The next seed"),
    "kind": ("t", "Exam", "From sheet to exam and back"),
    "check_blueprint": ("c", "Check", "What the blueprint asks"),
    "new_blueprint": ("b", "New blueprint", "Write one to begin with"),
    "pick": ("space", "Choose", "Choose it, or take it back"),
}
