"""The judge's offline app: one static shell for every address below /judge, and the worker that keeps it."""
