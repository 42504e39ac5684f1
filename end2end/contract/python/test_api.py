"""The JSON API of the application, called as its description says, and as it does not, by schemathesis."""

import base64
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from browser import Browser
from local_pool import ROOT

# A valid document may break a rule of the operator's list; the front end's server functions share addresses with the API.
LEFT_OUT = "positive_data_acceptance,unsupported_method,allow_header_conformance"
PERSON = ("bob@example.com", "Bob-is-here-7")
HEADERS = {"sec-fetch-site": "same-origin", "x-requested-with": "leptos-cognito"}
LISTENING = re.compile(r"listening address=")
# An answer for each of these would end the session that the others need.
ENDS_THE_SESSION = "/api/sign-out"


class App:
    """The release build with a local pool inside, on a port drawn just before it starts, and anew if that was taken."""

    def __init__(self, place):
        for _ in range(5):
            if self._start(place):
                return
        raise AssertionError("".join(self.lines))

    def _start(self, place):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        self.url = f"http://localhost:{port}"
        target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        settings = {
            "APP_ORIGIN": self.url,
            # People write far less often than a program that tries everything.
            "ATTEMPTS_SCALE": "100",
            "LISTEN_ADDR": f"127.0.0.1:{port}",
            "LOCAL_POOL_PORT": "0",
            "SESSION_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "SESSION_STORE": f"sqlite://{place}/sessions.db",
        }
        program = target / os.environ.get("PROFILE", "release") / "server"
        self.process = subprocess.Popen(
            [program], cwd=ROOT, env={**os.environ, **settings}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line)
            if LISTENING.search(line):
                # Goes on reading, so that the log never holds the server up.
                threading.Thread(target=self._read, daemon=True).start()
                return True
        self.process.wait()
        return False

    def _read(self):
        self.lines.extend(self.process.stdout)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = App(tmp_path_factory.mktemp("app"))
    yield app
    app.stop()


def schemathesis(app, *options):
    browser = Browser()
    landed = browser.sign_in(f"{app.url}/login", *PERSON)
    assert landed.status_code == 200, landed.text
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.session.cookies)
    headers = [f"--header={name}: {value}" for name, value in {**HEADERS, "cookie": cookies}.items()]
    program = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{app.url}/api/openapi.json"]
    # The session comes with each call, so that none is to be made without.
    fixed = ["--no-color", "--generation-deterministic", "--generation-with-security-parameters=false"]
    ran = subprocess.run([*program, *headers, *fixed, f"--exclude-checks={LEFT_OUT}", *options])
    assert ran.returncode == 0


def test_every_call_is_answered_as_described(app):
    schemathesis(app, f"--exclude-path={ENDS_THE_SESSION}", "--max-examples=60")
    log = "".join(app.lines)
    assert "api_failed" not in log and "panicked" not in log, log


def test_sign_out_is_answered_as_described(app):
    schemathesis(app, f"--include-path={ENDS_THE_SESSION}", "--max-examples=20")
