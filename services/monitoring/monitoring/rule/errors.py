from kit.errors import NotFound


class AlertRuleNotFound(NotFound):
    code = "alert-rule-not-found"
