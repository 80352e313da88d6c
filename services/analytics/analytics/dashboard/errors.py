from kit.errors import NotFound


class DashboardNotFound(NotFound):
    code = "dashboard-not-found"
