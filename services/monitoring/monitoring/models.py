"""The models of monitoring."""

from kit.ml import Models
from monitoring.forecast.model import Chance

MODELS = Models("monitoring", Chance())
