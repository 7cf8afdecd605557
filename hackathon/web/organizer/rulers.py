"""The ruler of the standings page: the same that the rules draw in their report."""

from scoring.report.rulers import FLOOR, LEFT, RIGHT, Dot, Scale, Spread, draw, fit

__all__ = ["FLOOR", "LEFT", "RIGHT", "Dot", "Scale", "Spread", "draw", "fit"]
