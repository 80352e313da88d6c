from kit.errors import NotFound


class FaqNotFound(NotFound):
    code = "faq-not-found"
