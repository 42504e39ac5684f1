"""The app that `make build` made, as a process.

`PROFILE=debug` takes what `cargo leptos build` made.
"""

import base64
import os
import signal
import socket
import subprocess
import time

import requests

from local_pool import ROOT

SERVER = ROOT / "target" / os.environ.get("PROFILE", "release") / "server"
SITE = ROOT / "target/site"
# Of the demo pool, crates/local-pool/seeds/demo.toml.
CLIENT = {
    "COGNITO_USER_POOL_ID": "eu-west-1_local0001", "CLIENT_ID": "4q8vd3m1k7ztn0hx5w2rcyb6ga",
    "CLIENT_SECRET": "k2v9x0q4+m7w1z8r5t3y6u+p0s4d7f1g9h2j5l8",
}


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Server:
    """The app at a port of its own, with a pool."""

    def __init__(self, place, port, origin, pool):
        assert SERVER.exists(), f"there is no {SERVER}: run `make build` first"
        self.origin, self.pool = origin, pool
        environment = {
            **os.environ, **CLIENT, "COGNITO_ENDPOINT": pool, "RUST_LOG": "error", "APP_ORIGIN": origin,
            "LISTEN_ADDR": f"127.0.0.1:{port}", "SESSION_KEY": base64.b64encode(os.urandom(32)).decode(),
            "SESSION_STORE": f"sqlite://{place}/sessions.db", "TRUSTED_PROXIES": "none", "ATTEMPTS_SCALE": "10",
            "SSL_CERT_FILE": str(place / "certificate.pem"),
        }
        self.process = subprocess.Popen([SERVER], stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
        health = f"http://127.0.0.1:{port}/healthz"
        for _ in range(200):
            assert self.process.poll() is None, "the app has stopped"
            try:
                if requests.get(health, timeout=5).text == "ok":
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError("the app does not answer")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=20) == 0
