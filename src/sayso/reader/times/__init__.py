"""Time expressions: found by their form, resolved against the day an article appeared."""
