"""Those who take part are told of a meeting: by mail with a calendar part, other services by events."""
