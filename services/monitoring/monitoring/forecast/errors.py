from kit.errors import NotFound


class ForecastNotFound(NotFound):
    """There is no target, no date, or no model in use yet."""

    code = "forecast-not-found"
