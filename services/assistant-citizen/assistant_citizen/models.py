"""The models of the citizens' assistant."""

from assistant_citizen.understanding.asking import QuestionAspect, QuestionIntent
from assistant_citizen.understanding.ranking import ProcedureRanking
from kit.ml import Models

MODELS = Models("assistant_citizen", QuestionAspect(), QuestionIntent(), ProcedureRanking())
