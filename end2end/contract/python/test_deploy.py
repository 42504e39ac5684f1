"""`deploy/`: what programs by others say of the templates and manifests there."""

import json
import shutil
import subprocess

from local_pool import ROOT

TOOLS = ROOT / ".tools/templates/bin"
DEPLOY = ROOT / "deploy"
# Of 10; what is left is that the service speaks to the network, which is what it is for.
MOST_EXPOSED = 1.5


def run(tool, *arguments):
    done = subprocess.run([TOOLS / tool, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ecs_template_passes_cfn_lint():
    run("cfn-lint", "--include-checks", "W", "--", DEPLOY / "ecs/template.yaml")


def test_ecs_template_passes_checkov():
    out = run("checkov", "--file", DEPLOY / "ecs/template.yaml", "--framework", "cloudformation", "--compact", "--quiet",
              "--skip-download", "--output", "json")
    report = json.loads(out)
    assert report["results"]["failed_checks"] == []
    assert report["summary"]["parsing_errors"] == 0 and report["summary"]["passed"] > 30


def test_kubernetes_manifests_are_valid():
    run("kubernetes-validate", "--strict", DEPLOY / "kubernetes/leptos-cognito.yaml")


def test_systemd_unit_is_hardened():
    assert shutil.which("systemd-analyze"), "it is needed; on Debian it is in the package systemd"
    command = ["systemd-analyze", "security", "--offline=yes", DEPLOY / "systemd/leptos-cognito.service"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    exposure = float(said.rsplit("leptos-cognito.service:", 1)[1].split()[0])
    assert exposure <= MOST_EXPOSED, said
