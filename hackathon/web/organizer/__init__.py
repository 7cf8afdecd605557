"""The organizer's pages, by room: setup, night, result, people, entrants, importing, and what they share."""
