"""boto3's client for a local pool, with a judge in the middle and a record of what was judged."""

import json
from pathlib import Path

import boto3
import botocore.config
import botocore.exceptions
import pytest

from model_check import problems_of

RECORD = Path(__file__).resolve().parents[1] / ".calls/python.jsonl"


class Record:
    """One line for each thing that was judged."""

    def __init__(self):
        RECORD.parent.mkdir(exist_ok=True)
        RECORD.write_text("")

    def add(self, operation, outcome, client="boto3"):
        with RECORD.open("a") as file:
            print(json.dumps({"client": client, "operation": operation, "outcome": outcome}), file=file)


def connect(url, record, **keys):
    """A client that fails on any answer that is not as the service model says."""
    settings = botocore.config.Config(retries={"total_max_attempts": 1}, **keys)
    client = boto3.client(
        "cognito-idp",
        region_name="eu-west-1",
        endpoint_url=url,
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",
        config=settings,
    )

    judge_answers(client, record)
    client.record = record
    return client


def judge_answers(client, record, name="boto3"):
    """Fails on any answer to this boto3 client that is not as the service model says; writes down what succeeded."""

    def judge(operation_model, response_dict, **_):
        status, body = response_dict["status_code"], response_dict["body"]
        problems = problems_of(operation_model, status, response_dict["headers"], body)
        assert not problems, f"{operation_model.name}: {problems} in {body!r}"
        if status == 200:
            record.add(operation_model.name, "success", client=name)

    client.meta.events.register("before-parse.cognito-identity-provider.*", judge)


def refuses(client, error, operation, /, match=None, **members):
    """Calls an operation and expects that very exception class of the SDK; gives its message."""
    method = getattr(client, operation)
    exception_class = getattr(client.exceptions, error)
    with pytest.raises(botocore.exceptions.ClientError, match=match) as caught:
        method(**members)
    assert type(caught.value) is exception_class, f"{operation}: {caught.value}"
    client.record.add(client.meta.method_to_api_mapping[operation], error)
    return caught.value.response["Error"]["Message"]
