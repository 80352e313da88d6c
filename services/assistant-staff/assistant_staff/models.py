"""The models of the officials' assistant."""

from assistant_staff.retrieval.model import PassageOrder
from kit.ml import Models

MODELS = Models("assistant_staff", PassageOrder())
