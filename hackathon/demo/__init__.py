"""The demo event: invented people, proposals and marks, the same for the same seed."""
