"""The agencies of the province as the gateway tells of them."""
