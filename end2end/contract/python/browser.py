"""A browser with cookies and no JavaScript: enough for the pool's pages and for the apps that send people to them."""

import html
import re
from urllib.parse import urljoin, urlsplit

import requests


def _attribute(tag, name):
    found = re.search(f'{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


class Browser:
    def __init__(self):
        self.session = requests.Session()
        # Proxies of this machine are not for loopback addresses.
        self.session.trust_env = False

    def open(self, url, stop_at=None, form=None):
        """Follows redirects up to the first one that leads to `stop_at`; gives that one's answer, or the last."""
        method = "GET" if form is None else "POST"
        answer = self.session.request(method, url, data=form, allow_redirects=False, timeout=20)
        target = urljoin(url, answer.headers.get("location", ""))
        if not answer.is_redirect or (stop_at and target.startswith(stop_at)):
            return answer
        return self.open(target, stop_at)

    def submit(self, page, stop_at=None, **fields):
        """Fills in the form of a page and sends it, hidden fields included."""
        form = re.search(r'<form[^>]*method="post".*?</form>', page.text, re.S | re.I)
        assert form, f"no form on {page.url}: {page.text}"
        inputs = re.findall("<input[^>]*>", form[0])
        hidden = [tag for tag in inputs if _attribute(tag, "type") == "hidden"]
        kept = {_attribute(tag, "name"): _attribute(tag, "value") for tag in hidden}
        return self.open(urljoin(page.url, _attribute(form[0], "action")), stop_at, {**kept, **fields})

    def sign_in(self, url, username, password, stop_at=None):
        """From an app's link over the pool's sign-in page back to the app."""
        page = self.open(url)
        assert urlsplit(page.url).path == "/login", page.url
        return self.submit(page, stop_at, username=username, password=password)
