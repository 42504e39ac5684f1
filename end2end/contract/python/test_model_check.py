"""The judge itself: it must object to each kind of wrong answer."""

import json

import botocore.session
import pytest

from model_check import problems_of

MODEL = botocore.session.get_session().get_service_model("cognito-idp")
HEADERS = {
    "Content-Type": "application/x-amz-json-1.1",
    "x-amzn-RequestId": "0d6f1f0e-6c57-4a39-9f0e-3d0f6f6f6f6f",
}
GOOD = {"Username": "alice", "UserAttributes": [{"Name": "sub", "Value": "1"}]}


def judge(operation, answer, status=200, **headers):
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return problems_of(MODEL.operation_model(operation), status, {**HEADERS, **headers}, body)


def test_good_answers_pass():
    assert judge("GetUser", GOOD) == []
    assert judge("DeleteUser", b"") == []
    assert judge("InitiateAuth", {"ChallengeName": "SMS_MFA", "ChallengeParameters": {"a": "b"}}) == []


WRONG = {
    "unknown member": ("GetUser", {**GOOD, "Nickname": "al"}, "GetUserResponse.Nickname is not in the model"),
    "missing member": ("GetUser", {"Username": "alice"}, "GetUserResponse.UserAttributes is required and missing"),
    "null": ("GetUser", {**GOOD, "PreferredMfaSetting": None}, "is no string"),
    "no list": ("GetUser", {**GOOD, "UserMFASettingList": "TOTP"}, "is no list"),
    "no structure": ("GetUser", {**GOOD, "UserAttributes": ["sub"]}, "is no structure"),
    "deep down": ("GetUser", {**GOOD, "UserAttributes": [{"Value": "x"}]}, "[0].Name is required and missing"),
    "no map": ("InitiateAuth", {"ChallengeParameters": []}, "is no map"),
    "text for a number": ("InitiateAuth", {"AuthenticationResult": {"ExpiresIn": "3600"}}, "is no integer"),
    "boolean for a number": ("InitiateAuth", {"AuthenticationResult": {"ExpiresIn": True}}, "is no integer"),
    "text for a boolean": ("SignUp", {"UserConfirmed": "false", "UserSub": "1"}, "is no boolean"),
    "text for a time": ("AdminGetUser", {"Username": "a", "UserCreateDate": "2026-01-01"}, "is no timestamp"),
    "outside of an enumeration": ("AdminGetUser", {"Username": "a", "UserStatus": "HAPPY"}, "is none of"),
    "an answer where there is none": ("DeleteUser", {}, "the body should be empty"),
}


@pytest.mark.parametrize("operation, answer, problem", WRONG.values(), ids=WRONG)
def test_wrong_answers_do_not(operation, answer, problem):
    [found] = judge(operation, answer)
    assert problem in found


def test_headers_matter():
    assert judge("GetUser", GOOD, **{"Content-Type": "application/json"}) == ["content-type is application/json"]
    assert judge("GetUser", GOOD, **{"x-amzn-RequestId": ""}) == ["x-amzn-requestid is no UUID"]


def refusal(name, status=400, header=None, **more):
    answer = {"__type": name, "message": "No.", **more}
    return judge("GetUser", answer, status, **{"x-amzn-ErrorType": header or f"{name}:"})


def test_refusals_are_those_of_the_operation():
    assert refusal("NotAuthorizedException") == []
    assert refusal("SerializationException") == []
    assert refusal("InternalErrorException", 500) == []
    assert refusal("CodeMismatchException") == ["CodeMismatchException is no error of GetUser"]
    assert refusal("NotAuthorizedException", 401) == ["NotAuthorizedException has status 401"]
    assert len(refusal("NotAuthorizedException", header="NotAuthorizedException")) == 1
    assert refusal("NotAuthorizedException", Hint="x") == ["NotAuthorizedException.Hint is not in the model"]
