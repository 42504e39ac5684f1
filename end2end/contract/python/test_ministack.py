"""ministack, a stand-in for AWS by others: it deploys what `operator pool template` writes and reads it back, and `operator
doctor` asks its SES. What it cannot do is listed; one thing more or less fails the tests.

moto 5.2.5 is no judge of either: it has no Cognito in CloudFormation and no `GetAccount`.
"""

import json
import os
import re
import signal
import subprocess
import tempfile
import time

import boto3
import pytest
import requests
import yaml
from botocore.exceptions import ClientError

from local_pool import ROOT, LocalPool
from read_back import Template, check_pool, read_back
from test_app import free_ports
from test_templates import SETS, operator, write

PROGRAM = ROOT / ".tools/ministack/bin/ministack"
REGION = "eu-west-1"
# CloudFormation of ministack 1.5.33 knows neither.
UNKNOWN_RESOURCE = "AWS::Cognito::ManagedLoginBranding"
UNKNOWN_ATTRIBUTES = ["ProviderURL", "DkimDNSTokenName", "DkimDNSTokenValue", "CloudFrontDistribution"]
# What it takes and does not give back.
UNREAD = {
    "AWS::Cognito::UserPool": {"EnabledMfas", "WebAuthnRelyingPartyID", "WebAuthnUserVerification"},
    "AWS::Cognito::UserPoolClient": {"GenerateSecret", "RefreshTokenRotation"},
}


def without_unknown(text):
    """The template without the resource and the outputs that ministack has no idea of."""
    block = r"(?m)^  \w+:\n(?:    .*\n)*?{}\n(?:    .*\n)*"
    text = re.sub(block.format(f"    Type: {UNKNOWN_RESOURCE}"), "", text)
    for attribute in UNKNOWN_ATTRIBUTES:
        text = re.sub(block.format(rf"    Value: .*\.{attribute}.*"), "", text)
    return text


class Aws:
    """ministack, with an account for each twelve digits."""

    def __init__(self, folder):
        (port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "GATEWAY_PORT": str(port), "LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(
            [PROGRAM], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            try:
                if requests.get(f"{self.url}/_ministack/health", timeout=5).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError("ministack does not answer")

    def client(self, service, account):
        return boto3.client(
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id=account, aws_secret_access_key="x"
        )

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def aws():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        aws = Aws(folder)
        yield aws
        aws.stop()


def deployed(aws, account, text):
    """What became of a template, by its logical name."""
    formation = aws.client("cloudformation", account)
    formation.create_stack(StackName="app", TemplateBody=text, Capabilities=["CAPABILITY_IAM"])
    formation.get_waiter("stack_create_complete").wait(StackName="app", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    found = formation.describe_stack_resources(StackName="app")["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}


@pytest.mark.parametrize("name", SETS)
def test_ministack_deploys_and_reads_back(aws, tmp_path, name):
    account = f"{list(SETS).index(name) + 1:012}"
    text = write(tmp_path, name, "cloudformation")
    resources = yaml.load(text, Template)["Resources"]
    made = deployed(aws, account, without_unknown(text))
    cognito = aws.client("cognito-idp", account)
    pool = cognito.describe_user_pool(UserPoolId=made["Pool"])["UserPool"]
    client = cognito.describe_user_pool_client(UserPoolId=made["Pool"], ClientId=made["Client"])["UserPoolClient"]
    assert client["ClientSecret"]

    check_pool(resources, pool, client, unread=set().union(*UNREAD.values()))
    domain = resources["Domain"]["Properties"]
    found = cognito.describe_user_pool_domain(Domain=domain["Domain"])["DomainDescription"]
    assert found["UserPoolId"] == made["Pool"]
    groups = {group["GroupName"] for group in cognito.list_groups(UserPoolId=made["Pool"])["Groups"]}
    planned = [each["Properties"]["GroupName"] for each in resources.values() if each["Type"] == "AWS::Cognito::UserPoolGroup"]
    assert groups == set(planned)
    secret = aws.client("secretsmanager", account).get_secret_value(SecretId="leptos-cognito/client-secret")
    assert secret["SecretString"] == client["ClientSecret"]


def test_what_ministack_cannot_do_is_listed(aws, tmp_path):
    formation = aws.client("cloudformation", "000000000099")
    text = write(tmp_path, "largest", "cloudformation")
    with pytest.raises(ClientError, match=UNKNOWN_RESOURCE):
        formation.create_stack(StackName="app", TemplateBody=text)
    resources = yaml.load(text, Template)["Resources"]
    made = deployed(aws, "000000000098", without_unknown(text))
    cognito = aws.client("cognito-idp", "000000000098")
    pool = cognito.describe_user_pool(UserPoolId=made["Pool"])["UserPool"]
    client = cognito.describe_user_pool_client(UserPoolId=made["Pool"], ClientId=made["Client"])["UserPoolClient"]
    assert UNREAD["AWS::Cognito::UserPool"] <= read_back(resources["Pool"]["Properties"], pool)
    assert UNREAD["AWS::Cognito::UserPoolClient"] <= read_back(resources["Client"]["Properties"], client)


@pytest.fixture
def mailing(tmp_path):
    """A local pool that sends by an identity of SES which there is not yet."""
    (tmp_path / "attributes.toml").write_text(SETS["smallest"][0])
    options = ["--domain-prefix", "mailing", "--mail-from", "no-reply@example.com", "--mail-identity",
               f"arn:aws:ses:{REGION}:111122223333:identity/example.com"]
    written = operator(tmp_path, "pool", "template", "--format", "cloudformation", *options)
    assert written.returncode == 0, written.stderr
    (tmp_path / "pool.yaml").write_text(written.stdout)
    pool = LocalPool(source=("--template", str(tmp_path / "pool.yaml")))
    yield pool
    pool.stop()


def test_doctor_asks_ses_of_ministack(aws, mailing, tmp_path):
    def found():
        settings = {
            "COGNITO_USER_POOL_ID": mailing.pool_id, "CLIENT_ID": mailing.client_id, "COGNITO_ENDPOINT": mailing.url,
            "SES_ENDPOINT": aws.url,
        }
        looked = operator(tmp_path, "doctor", "--json", **settings)
        assert looked.returncode in (0, 1), looked.stderr
        findings = json.loads(looked.stdout)["findings"]
        return [finding for finding in findings if finding["code"].startswith("mail-")]

    (missing,) = found()
    assert missing["code"] == "mail-identity-missing"
    command = missing["fix"]["cli"].split()
    assert command[:3] == ["aws", "sesv2", "create-email-identity"]
    options = dict(zip(command[3::2], command[4::2]))
    # Whose account a placeholder's key is of, ministack decides.
    ses = aws.client("sesv2", "local-pool")
    ses.create_email_identity(EmailIdentity=options["--email-identity"])
    # ministack proves a domain at once, and its DKIM never.
    (dkim,) = found()
    assert dkim["code"] == "mail-dkim"
    tokens = ses.get_email_identity(EmailIdentity="example.com")["DkimAttributes"]["Tokens"]
    for token in tokens:
        assert f"{token}._domainkey.example.com CNAME {token}.dkim.amazonses.com" in dkim["remedy"]
