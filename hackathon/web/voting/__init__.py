"""The audience's and the teams' vote: one code, one vote, without an account."""
