"""The models of meetings."""

from kit.ml import Models
from meetings.proposal.model import NoteSentence

MODELS = Models("meetings", NoteSentence())
