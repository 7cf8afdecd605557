"""Tables and constraints, in the words of the event. Importing this package registers all of them."""

from hackathon.models.accounts import Attempt, Credential, PairingCode, SignIn, SignInLink
from hackathon.models.applying import Application, Approach, Card, Consent, ConsentNotice, Guardian
from hackathon.models.audit import AuditEntry, AuditText, Checkpoint
from hackathon.models.ballots import BallotText, PaperBallot, PaperText, Receipt, Revision, Ruling, RulingText
from hackathon.models.check_ins import CheckIn
from hackathon.models.events import Drill, Entry, Event, Presenting, Round
from hackathon.models.imports import ColumnChoice, ImportJob, ImportPiece, Merge, SourceKey
from hackathon.models.letters import Letter, Message
from hackathon.models.panels import Absence, Assignment, Judge, Overlooked, Pledge, Recusal, Seat
from hackathon.models.people import Entrant, Person, Role
from hackathon.models.polls import Poll, Vote, VoteImport, VoteImportText, Voter
from hackathon.models.results import (
    Adjustment,
    AdjustmentText,
    Correction,
    Decision,
    DecisionText,
    Publication,
    Result,
    Signature,
)
from hackathon.models.submissions import LateOpinion, SubmissionDraft, SubmissionFile, SubmissionVersion, Upload
from hackathon.models.teams import Membership, Team

__all__ = [
    "Absence",
    "Adjustment",
    "AdjustmentText",
    "Application",
    "Approach",
    "Assignment",
    "Attempt",
    "AuditEntry",
    "AuditText",
    "BallotText",
    "Card",
    "CheckIn",
    "Checkpoint",
    "ColumnChoice",
    "Consent",
    "ConsentNotice",
    "Correction",
    "Credential",
    "Decision",
    "DecisionText",
    "Drill",
    "Entrant",
    "Entry",
    "Event",
    "Guardian",
    "ImportJob",
    "ImportPiece",
    "Judge",
    "LateOpinion",
    "Letter",
    "Membership",
    "Merge",
    "Message",
    "Overlooked",
    "PairingCode",
    "PaperBallot",
    "PaperText",
    "Person",
    "Pledge",
    "Poll",
    "Presenting",
    "Publication",
    "Receipt",
    "Recusal",
    "Result",
    "Revision",
    "Role",
    "Round",
    "Ruling",
    "RulingText",
    "Seat",
    "SignIn",
    "SignInLink",
    "Signature",
    "SourceKey",
    "SubmissionDraft",
    "SubmissionFile",
    "SubmissionVersion",
    "Team",
    "Upload",
    "Vote",
    "VoteImport",
    "VoteImportText",
    "Voter",
]
