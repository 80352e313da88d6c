from kit.errors import Invalid


class SeriesTooShort(Invalid):
    """Nothing can be said of so few points."""

    code = "series-too-short"


class SeriesTwice(Invalid):
    """More than one value in one month: daily or weekly values have to be summed up first."""

    code = "series-twice"


class SeriesNotFinite(Invalid):
    code = "series-not-finite"


class SeriesTooLong(Invalid):
    code = "series-too-long"


class HorizonOut(Invalid):
    code = "forecast-horizon-out"
