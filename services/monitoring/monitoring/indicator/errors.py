from kit.errors import NotFound


class IndicatorNotFound(NotFound):
    code = "indicator-not-found"
