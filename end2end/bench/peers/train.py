"""Uses a server as people do, for a build that counts what is run (`-Cprofile-generate`).

SERVER is that build. It is used on SQLite and on Redis, and writes its counts when it is stopped.
"""

import tempfile
from pathlib import Path

from peers import PERSON, Contest
from browser import Browser

PEOPLE = 40
# By how often they are opened, about.
PAGES = ["/", "/profile", "/profile", "/profile", "/security", "/sessions", "/data", "/api/me", "/api/me", "/api/profile", "/healthz"]
SIGNED_OUT = ["/login", "/signup", "/logged_out", "/no-such-page", "/favicon.svg"]
# What browsers send, and what other programs send.
ENCODINGS = ["br", "gzip", "zstd", "identity"]


def visit(origin, number):
    """One person signs in, looks at everything, saves and signs out."""
    browser = Browser()
    encoding = ENCODINGS[number % len(ENCODINGS)]

    def look_at(page):
        return browser.session.get(origin + page, headers={"Accept-Encoding": encoding}, timeout=20)

    for page in SIGNED_OUT:
        look_at(page)
    browser.sign_in(f"{origin}/login", *PERSON)
    # As browsers say from here on; without it nothing that is posted is taken.
    browser.session.headers.update({"Accept": "text/html", "Sec-Fetch-Site": "same-origin"})
    for page in PAGES:
        require(look_at(page), origin + page)
    profile = browser.open(f"{origin}/profile")
    require(browser.submit(profile, **{"values[custom:about]": f"Seen {number} times."}), f"{origin}/profile")
    require(browser.submit(browser.open(f"{origin}/logout")), f"{origin}/logged_out")


def require(answer, url):
    """What is refused trains for refusals."""
    if (answer.status_code, answer.url) != (200, url):
        raise SystemExit(f"{url} was wanted, {answer.url} answered {answer.status_code}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(Path(folder))
        try:
            contest.start_pool()
            for store in contest.stores():
                program = contest.run_ours(*store)
                for number in range(PEOPLE):
                    visit(program.origin, number)
        finally:
            contest.stop()


if __name__ == "__main__":
    main()
