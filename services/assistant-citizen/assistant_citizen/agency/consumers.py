"""What the gateway tells of agencies."""

from assistant_citizen.agency.tables import Agency
from kit.agencies import follow_agencies
from kit.consumer import Consumer

consumer = Consumer("assistant-citizen")
follow_agencies(consumer, Agency)
