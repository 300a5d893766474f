"""Leading people back to the page of this site that they name."""

from django.utils.http import url_has_allowed_host_and_scheme


def way_back(said: str) -> str:
    """
    Return a path of this site as it was said; empty where it is none, or leads to another host.

    >>> way_back("/fi/ohje/"), way_back("//evil.example/"), way_back("https://evil.example/")
    ('/fi/ohje/', '', '')
    """
    ours = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if ours else ""
