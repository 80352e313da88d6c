"""What the gateway tells of agencies."""

from analytics.dataset.tables import Agency
from kit.agencies import follow_agencies
from kit.consumer import Consumer

consumer = Consumer("analytics")
follow_agencies(consumer, Agency)
