"""Nouns of the session. One file per group of tables that belong together."""

from sessions_app.models.conclusion import ConclusionDecision, ConclusionDraft, ConclusionLine
from sessions_app.models.consent import Consent
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.guests import AddressBookEntry, Guest, GuestContact, GuestImport
from sessions_app.models.hosting import AttendingBody, Hosting, Presidency
from sessions_app.models.invitation import Dispatch, Invitation
from sessions_app.models.petition import Petition, PetitionContact, PetitionVoice
from sessions_app.models.proceedings import Minutes, Turn
from sessions_app.models.publication import Publication
from sessions_app.models.registration import (
    Refusal,
    RefusalProposal,
    RegistrationContact,
    RegistrationReply,
    RegistrationVoice,
    SpeakingRegistration,
    TrackingCode,
)

__all__ = [
    "AddressBookEntry",
    "AttendingBody",
    "ConclusionDecision",
    "ConclusionDraft",
    "ConclusionLine",
    "Consent",
    "DialogueSession",
    "Dispatch",
    "Guest",
    "GuestContact",
    "GuestImport",
    "Hosting",
    "Invitation",
    "Minutes",
    "Petition",
    "PetitionContact",
    "PetitionVoice",
    "Presidency",
    "Publication",
    "Refusal",
    "RefusalProposal",
    "RegistrationContact",
    "RegistrationReply",
    "RegistrationVoice",
    "SpeakingRegistration",
    "TrackingCode",
    "Turn",
]
