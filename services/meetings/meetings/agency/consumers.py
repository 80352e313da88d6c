"""What the gateway tells of agencies."""

from kit.agencies import follow_agencies
from kit.consumer import Consumer
from meetings.agency.tables import Agency

consumer = Consumer("meetings")
follow_agencies(consumer, Agency)
