"""Agencies are the gateway's."""

from governance.organisation.tables import Agency
from kit.agencies import follow_agencies
from kit.consumer import Consumer

consumer = Consumer("governance")
follow_agencies(consumer, Agency)
