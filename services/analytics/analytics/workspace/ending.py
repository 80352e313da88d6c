"""How a child ends that has begun to answer and finds more than it may give: what it wrote does not count."""

CODES = {"large": 3, "long": 4}
STATES = {code: state for state, code in CODES.items()}
