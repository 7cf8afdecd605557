"""Rules of a judged event: ballots and a policy in, standings out.

Nothing here knows a database, the web, a clock or chance: the same input gives the same standings, byte for byte.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.allocation import allocate
    from scoring.analysis.agreement import Agreement, JudgeProfile, measure_agreement
    from scoring.analysis.robustness import Robustness, measure_robustness
    from scoring.ballots.ballots import Ballots
    from scoring.ballots.decisions import Decisions
    from scoring.ballots.entries import Adjustment
    from scoring.bundle.bundle import Contents, pack_results
    from scoring.bundle.verifier import Check, verify_results
    from scoring.faults import Fault, ScoringError
    from scoring.policy.policy import Policy
    from scoring.policy.rubric import Criterion, Rubric, Scale
    from scoring.standings.ranking import rank
    from scoring.standings.rows import BallotTotal, Standing
    from scoring.standings.selection.awards import Award
    from scoring.standings.selection.cut import Cut
    from scoring.standings.standings import Standings
    from scoring.ties.lot import draw, lot_hash

__all__ = [
    "Adjustment",
    "Agreement",
    "Award",
    "BallotTotal",
    "Ballots",
    "Check",
    "Contents",
    "Criterion",
    "Cut",
    "Decisions",
    "Fault",
    "JudgeProfile",
    "Policy",
    "Robustness",
    "Rubric",
    "Scale",
    "ScoringError",
    "Standing",
    "Standings",
    "allocate",
    "draw",
    "lot_hash",
    "measure_agreement",
    "measure_robustness",
    "pack_results",
    "rank",
    "verify_results",
]

# A name is loaded when it is first asked for: who reads a help text or only ranks does not wait for the rest.
_HOMES = {
    "Agreement": "scoring.analysis.agreement",
    "JudgeProfile": "scoring.analysis.agreement",
    "measure_agreement": "scoring.analysis.agreement",
    "allocate": "scoring.allocation",
    "Ballots": "scoring.ballots.ballots",
    "Contents": "scoring.bundle.bundle",
    "pack_results": "scoring.bundle.bundle",
    "Decisions": "scoring.ballots.decisions",
    "Fault": "scoring.faults",
    "ScoringError": "scoring.faults",
    "Adjustment": "scoring.ballots.entries",
    "draw": "scoring.ties.lot",
    "lot_hash": "scoring.ties.lot",
    "Policy": "scoring.policy.policy",
    "rank": "scoring.standings.ranking",
    "Robustness": "scoring.analysis.robustness",
    "measure_robustness": "scoring.analysis.robustness",
    "Criterion": "scoring.policy.rubric",
    "Rubric": "scoring.policy.rubric",
    "Scale": "scoring.policy.rubric",
    "Award": "scoring.standings.selection.awards",
    "Cut": "scoring.standings.selection.cut",
    "BallotTotal": "scoring.standings.rows",
    "Standing": "scoring.standings.rows",
    "Standings": "scoring.standings.standings",
    "Check": "scoring.bundle.verifier",
    "verify_results": "scoring.bundle.verifier",
}

if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_HOMES[name]), name)
        return found
