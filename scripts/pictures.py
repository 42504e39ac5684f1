"""Runs `operator` against a local pool in a terminal of its own, and draws what it prints: docs/pictures/*.svg."""

import os
import pty
import re
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"
COLUMNS = 112
LARGEST = 60_000
# What is added to the list for the second picture.
ATTRIBUTE = '\n[[attribute]]\nname = "custom:team"\ntype = "String"\nlabel = "Team"\nmax_length = 40\n'
COLOURS = [
    (r"^\$ .*", "bold"),
    (r"^error", "bold red"),
    (r"^(warning|note)", "yellow"),
    (r"\bmade\b|^done", "green"),
    (r"^  (why|command line|CloudFormation|Terraform):", "cyan"),
]


def typed(command, folder, environment, answer=None):
    """What stands in a terminal after a command, with what was typed."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [TARGET / command[0], *command[1:]], cwd=folder, env=environment, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    if answer:
        os.write(parent, f"{answer}\n".encode())
    shown = b""
    while True:
        try:
            part = os.read(parent, 4096)
        except OSError:
            # Linux says so when the other end is closed.
            break
        if not part:
            break
        shown += part
    process.wait(timeout=60)
    os.close(parent)
    text = shown.decode().replace("\r\n", "\n")
    # What is typed before it is asked for is echoed first; it belongs behind the question.
    if answer:
        text = text.replace(f"{answer}\n", "", 1).replace("Type yes: ", f"Type yes: {answer}\n", 1)
    return f"$ {' '.join(command)}\n{text}"


def draw(name, title, text):
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    for line in text.rstrip("\n").split("\n"):
        shown = Text(line)
        for pattern, style in COLOURS:
            shown.highlight_regex(pattern, style)
        console.print(shown, soft_wrap=False)
    svg = console.export_svg(title=title, theme=MONOKAI, unique_id=name)
    # The reader's own font: a picture fetches nothing.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    assert len(svg) < LARGEST, f"{name} weighs {len(svg)} bytes"
    path = ROOT / "docs/pictures" / f"{name}.svg"
    path.write_text(svg)
    print(f"{path.relative_to(ROOT)}: {len(svg)} bytes")


def main():
    pool = subprocess.Popen(
        [TARGET / "local-pool", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    url = pool.stdout.readline().split()[-1].rstrip("/")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environment = {"PATH": os.environ["PATH"], "COGNITO_ENDPOINT": url, "AWS_REGION": "eu-west-1"}
        attributes = (ROOT / "attributes.toml").read_text()
        (folder / "attributes.toml").write_text(attributes)
        create = "operator pool create --domain-prefix my-app --group staff".split()
        draw("pool-create", "operator pool create", typed(create, folder, environment, answer="yes"))
        (folder / "attributes.toml").write_text(attributes + ATTRIBUTE)
        lines = [
            typed("operator doctor --only missing".split(), folder, environment),
            typed("operator pool update --yes --only missing".split(), folder, environment),
            typed("operator doctor".split(), folder, environment),
        ]
        draw("doctor", "operator doctor", "\n".join(lines))
    pool.terminate()
    pool.wait(timeout=20)


main()
