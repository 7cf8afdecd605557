"""The event's own page, open to everybody."""
