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


def visit(origin, encoding):
    """One person signs in, looks at everything, saves and signs out."""
    browser = Browser()

    def look_at(page):
        return browser.session.get(origin + page, headers={"Accept-Encoding": encoding}, timeout=20)

    for page in SIGNED_OUT:
        look_at(page)
    browser.sign_in(f"{origin}/login", *PERSON)
    for page in PAGES:
        answer = look_at(page)
        if answer.status_code != 200:
            raise SystemExit(f"{page} was answered with {answer.status_code}")
    browser.submit(browser.open(f"{origin}/profile"))
    browser.submit(browser.open(f"{origin}/logout"))


def main():
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(Path(folder))
        try:
            contest.start_pool()
            for store in contest.stores():
                program = contest.run_ours(*store)
                for number in range(PEOPLE):
                    visit(program.origin, ENCODINGS[number % len(ENCODINGS)])
        finally:
            contest.stop()


if __name__ == "__main__":
    main()
