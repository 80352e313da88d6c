"""What of governance and meetings can be found here: fetched from its owner when an event tells that it changed."""
