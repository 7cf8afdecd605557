"""Quantiles of the F distribution, by the incomplete beta function; numpy has none."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

_ROUNDS, _HALVINGS, _TINY, _CLOSE = 400, 200, 1e-300, 1e-15


def f_quantile(share: float, above: float, below: float) -> float:
    """The value below which that share of F with `above` and `below` degrees of freedom lies.

    Source: the regularised incomplete beta function by its continued fraction (W. H. Press et al., Numerical Recipes,
    section 6.4), inverted by halving.

    >>> round(f_quantile(0.975, 5, 18), 4), round(f_quantile(0.95, 1, 10), 4)
    (3.382, 4.9646)
    """
    low, high = 0.0, 1.0  # of x / (1 + x), which grows with the value
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if beta_share(middle, above / 2, below / 2) < share else (low, middle)
    odds = (low + high) / 2
    return odds / (1 - odds) * below / above if odds < 1 else float("inf")


def beta_share(x: float, a: float, b: float) -> float:
    """The part of a beta distribution with `a` and `b` that lies below x, from 0 to 1."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    top, bottom = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = bottom
    for m in range(1, _ROUNDS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            bottom = 1 / _away(1 + part * bottom)
            top = _away(1 + part / top)
            value *= top * bottom
        if abs(top * bottom - 1) < _CLOSE:
            break
    return value


def _away(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
