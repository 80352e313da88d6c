"""What the service hears of, what it does by itself, and what has to be there before it answers."""

from assistant_citizen.agency import consumers as agency
from assistant_citizen.conversation.background import erase_old_conversations, limits_are_kept
from assistant_citizen.conversation.hub import hub_is_open
from assistant_citizen.dossier.background import dossiers_are_asked
from assistant_citizen.faq.keeping import faqs_are_known
from assistant_citizen.petition import consumers as petition
from assistant_citizen.petition.background import forget_petitioners, sweep_files
from assistant_citizen.procedure.importing import import_waiting
from assistant_citizen.understanding.keeping import learn_from_imports, procedures_are_known
from kit.app import Lifespan
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("assistant-citizen").include(agency.consumer, petition.consumer)
JOBS: tuple[Job, ...] = (import_waiting, erase_old_conversations, learn_from_imports, forget_petitioners, sweep_files)
LIFESPANS: tuple[Lifespan, ...] = (
    procedures_are_known,
    faqs_are_known,
    hub_is_open,
    limits_are_kept,
    dossiers_are_asked,
)
