"""A repair's trip: examine, choose, draft, apply through the journal, examine again, prove."""
