from kit.errors import NotFound


class NotificationNotFound(NotFound):
    code = "notification-not-found"
