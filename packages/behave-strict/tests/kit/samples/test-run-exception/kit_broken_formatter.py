from behave.formatter.base import Formatter


class Broken(Formatter):
    """A part of the machinery that breaks as soon as the features begin."""

    def uri(self, uri):
        raise RuntimeError("Whoops!")
