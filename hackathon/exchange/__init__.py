"""What comes into the event and what leaves it."""
