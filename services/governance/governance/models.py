"""The models of governance."""

from governance.triage.model import DocumentField, DocumentUnit, DocumentUrgency
from kit.ml import Models

MODELS = Models("governance", DocumentField(), DocumentUrgency(), DocumentUnit())
