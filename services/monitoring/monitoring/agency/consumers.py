"""What the gateway tells of agencies."""

from kit.agencies import follow_agencies
from kit.consumer import Consumer
from monitoring.agency.tables import Agency

consumer = Consumer("monitoring")
follow_agencies(consumer, Agency)
