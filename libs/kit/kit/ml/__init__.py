"""Models: declared by a service, trained, judged against a simple baseline, promoted, watched.

Nothing here imports scikit-learn until a service that has models is started: those without stay small.
"""

from kit.ml.example import Example, Features
from kit.ml.metrics import Metrics
from kit.ml.model import Baseline, Model, Models, Probabilities, Reason

__all__ = ["Baseline", "Example", "Features", "Metrics", "Model", "Models", "Probabilities", "Reason"]
