"""`operator pool create`, killed after each line of its progress and run again: boto3 reads back what was made."""

import base64
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
import yaml

from calls import connect
from local_pool import ROOT, LocalPool
from read_back import Template, check_pool
from test_templates import operator, write

STEPS = ["pool", "MFA", "client", "pages", "style", "group", "settings"]
BRAND = ["--brand", str(ROOT / "docs/guide/examples/acme.toml")]
OPTIONS = ["--app-origin", "https://app.example.com", "--domain-prefix", "app-example", "--group", "staff", *BRAND]


@pytest.fixture
def pool():
    pool = LocalPool()
    yield pool
    pool.stop()


def run_until(folder, arguments, step):
    """Kills the program as soon as it says that the step is done; it may have got further."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    command = [target / "debug/operator", *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith(f"{step} "):
            break
    process.send_signal(signal.SIGKILL)
    return process.wait(timeout=20)


@pytest.mark.parametrize("step", STEPS)
def test_killed_runs_end_in_one_pool(pool, record, tmp_path, step):
    resources = yaml.load(write(tmp_path, "shipped", "cloudformation"), Template)["Resources"]
    arguments = ["pool", "create", "--yes", "--region", "eu-west-1", "--endpoint", pool.url, *OPTIONS]
    killed = run_until(tmp_path, arguments, step)
    assert killed in (-signal.SIGKILL, 0), killed
    for _ in range(2):
        ran = operator(tmp_path, *arguments)
        assert ran.returncode == 0, ran.stderr
    env = dict(line.split("=", 1) for line in (tmp_path / ".env").read_text().splitlines() if "=" in line)

    cognito = connect(pool.url, record)
    listed = cognito.list_user_pools(MaxResults=60)["UserPools"]
    (made,) = [each["Id"] for each in listed if each["Name"] == "leptos-cognito"]
    (client,) = cognito.list_user_pool_clients(UserPoolId=made, MaxResults=60)["UserPoolClients"]
    ids = {"UserPoolId": made, "ClientId": client["ClientId"]}
    described = cognito.describe_user_pool(UserPoolId=made)["UserPool"]
    client = cognito.describe_user_pool_client(**ids)["UserPoolClient"]
    # What only the second factor's own action says.
    check_pool(resources, described, client, unread={"EnabledMfas", "GenerateSecret", "UserPoolTags"})
    assert cognito.get_user_pool_mfa_config(UserPoolId=made)["SoftwareTokenMfaConfiguration"]["Enabled"]
    assert described["Domain"] == "app-example"
    style = cognito.describe_managed_login_branding_by_client(**ids)["ManagedLoginBranding"]
    look = json.loads(operator(tmp_path, "pool", "branding", *BRAND).stdout)
    assert (style["UseCognitoProvidedValues"], style["Settings"]) == (False, look["Settings"])
    pictures = [{**asset, "Bytes": base64.b64decode(asset["Bytes"])} for asset in look["Assets"]]
    # boto3 sends bytes as base64 and gives them back as bytes.
    assert style["Assets"] == pictures
    with pytest.raises(cognito.exceptions.GroupExistsException):
        cognito.create_group(UserPoolId=made, GroupName="staff")
    secret = env["CLIENT_SECRET"].strip("'")
    written = {"UserPoolId": env["COGNITO_USER_POOL_ID"], "ClientId": env["CLIENT_ID"]}
    assert (written, secret) == (ids, client["ClientSecret"])
