"""A real Apache Kafka on this machine: one node, broker and controller in one, from jars Maven fetches."""

from embedded.kafka.server import Kafka, running, start

__all__ = ["Kafka", "running", "start"]
