#!/usr/bin/env bash
# Runs the server of an image as docs/operate/image.md says: as the image's user, read-only, without capabilities, on the network
# of this machine. The settings of the environment go in; SIGTERM goes through. `scripts/image-test.sh` says what IMAGE_ROOT (the
# unpacked image) and IMAGE_CONFIG (a file with its configuration) are.
set -euo pipefail

bundle=$(mktemp -d)
python3 - "$bundle" <<'PYTHON'
import json
import os
import sys

SETTINGS = ["APP_ORIGIN", "LISTEN_ADDR", "LOCAL_POOL_PORT", "LOCAL_POOL_TEST_CONTROLS", "SESSION_KEY"]

with open(os.environ["IMAGE_CONFIG"]) as file:
    image = json.load(file)
user, group = (int(part) for part in image["User"].split(":"))
settings = [f"{name}={os.environ[name]}" for name in SETTINGS if os.environ.get(name)]


def memory(path: str, mode: str) -> dict:
    options = ["nosuid", "nodev", "noexec", f"mode={mode}", f"uid={user}", f"gid={group}", "size=64m"]
    return {"destination": path, "type": "tmpfs", "source": "tmpfs", "options": options}


def of_this_machine(path: str) -> dict:
    """Names are resolved as Docker and Kubernetes see to it: by files that they put there."""
    return {"destination": path, "type": "bind", "source": path, "options": ["bind", "ro", "nosuid", "nodev", "noexec"]}


config = {
    "ociVersion": "1.0.2",
    "process": {
        "terminal": False,
        "user": {"uid": user, "gid": group},
        "args": image["Entrypoint"],
        # The last of two of one name counts.
        "env": image["Env"] + settings,
        "cwd": image["WorkingDir"],
        "capabilities": {},
        "noNewPrivileges": True,
        "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 4096, "soft": 4096}],
    },
    "root": {"path": os.environ["IMAGE_ROOT"], "readonly": True},
    "mounts": [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        memory("/tmp", "1777"),
        memory("/app/var", "0700"),
        of_this_machine("/etc/hosts"),
        of_this_machine("/etc/resolv.conf"),
    ],
    "linux": {
        "namespaces": [{"type": kind} for kind in ["pid", "ipc", "uts", "mount"]],
        "maskedPaths": ["/proc/kcore", "/proc/keys", "/proc/sysrq-trigger"],
        "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys"],
    },
}
with open(os.path.join(sys.argv[1], "config.json"), "w") as file:
    json.dump(config, file)
PYTHON
exec runc --root "$bundle/state" run --bundle "$bundle" "leptos-cognito-$$"
