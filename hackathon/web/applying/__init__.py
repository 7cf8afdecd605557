"""Applying: the form that is open to everybody, and what an applicant finds afterwards."""
