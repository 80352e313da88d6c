"""The models of analytics."""

from analytics.forecast.model import Weights
from kit.ml import Models

MODELS = Models("analytics", Weights())
