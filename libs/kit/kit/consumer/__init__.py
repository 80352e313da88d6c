"""What a service does with the events of others: once each, in order, and nothing lost when something fails."""

from kit.consumer.background import background
from kit.consumer.doors import show_dead_letters
from kit.consumer.handling import Handling
from kit.consumer.projection import project
from kit.consumer.reading import Reading
from kit.consumer.received import Batch, Received
from kit.consumer.registry import Consumer

__all__ = ["Batch", "Consumer", "Handling", "Reading", "Received", "background", "project", "show_dead_letters"]
