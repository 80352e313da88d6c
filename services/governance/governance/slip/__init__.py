"""The routing slip of an incoming document (phiếu giải quyết văn bản đến): leader, units, people, each by a day."""
