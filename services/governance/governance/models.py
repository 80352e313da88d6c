"""The models of governance."""

from governance.triage.model import DocumentField, DocumentUrgency
from governance.triage.unit import DocumentUnit
from kit.ml import Models

MODELS = Models("governance", DocumentField(), DocumentUrgency(), DocumentUnit())
