"""A repair's trip: examine, choose, draft, apply through the journal, examine again, prove.

`diagnosis` looks, `treatment` says what would be done about it, `trip` does it and looks again, `proving` shows the
result as a new terminal sees it. Every front end makes this trip and only renders its events.
"""
