"""A local pool of one's own: the program on a random port, its test controls, its outbox."""

import json
import os
import signal
import subprocess
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT / "end2end/contract/seed.toml"


def program():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return os.environ.get("LOCAL_POOL", str(target / "debug/local-pool"))


class LocalPool:
    def __init__(self, *options, source=("--seed", str(SEED))):
        command = [program(), "--port", "0", "--test-controls", *source, *options]
        environment = {**os.environ, "RUST_LOG": "error"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        greeting = self.process.stdout.readline()
        assert greeting.startswith("Local pool"), f"{command} said {greeting!r}"
        self.url = greeting.split()[-1].rstrip("/")
        self.pool_id = self.process.stdout.readline().split()[-1].rsplit("/", 1)[-1]
        self.client_id = self.process.stdout.readline().split()[-1]

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=20) == 0

    def advance(self, seconds):
        self._ask("/_clock", {"advance_seconds": seconds})

    def now(self):
        return self._ask("/_clock")["epoch_seconds"]

    def misbehave(self, name, times=1):
        self._ask("/_misbehave", {"name": name, "times": times})

    def code_sent_to(self, address):
        """The code of the last message to an address."""
        messages = [message for message in self._ask("/_inbox.json") if message["to"] == address]
        assert messages, f"nothing was sent to {address}"
        return messages[-1]["code"]

    def _ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"content-type": "application/json"})
        with urllib.request.urlopen(request) as response:
            text = response.read()
        return json.loads(text) if text else None
