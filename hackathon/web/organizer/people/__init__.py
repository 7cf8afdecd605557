"""The organizer's pages about people: who may do what, links that sign in, and letters that wait."""
