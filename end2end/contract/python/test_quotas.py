"""Attempts and requests are counted when the pool is told to (`--quotas`)."""

import botocore.exceptions
import pytest

import world
from calls import connect, refuses


@pytest.fixture(scope="module")
def cognito(strict_server, record):
    return connect(strict_server.url, record)


@pytest.fixture(scope="module")
def pool_id(cognito):
    return world.new_pool(cognito)


@pytest.fixture(scope="module")
def app(cognito, pool_id):
    return world.new_app(cognito, pool_id, **world.RIGHTS)


def until_limited(cognito, operation, members, attempts):
    """Makes as many attempts as are allowed, whatever they come to, and expects the next one to be one too many."""
    for _ in range(attempts):
        try:
            getattr(cognito, operation)(**members)
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] != "LimitExceededException", operation
    message = refuses(cognito, "LimitExceededException", operation, **members)
    assert message == "Attempt limit exceeded, please try after some time."


def test_codes_and_passwords_have_hourly_quotas(cognito, pool_id, app, person):
    token = app.access_token(person)
    forgetful = world.new_person(cognito, pool_id)
    attempts = {
        "forgot_password": (app.caller(person.username), 5),
        "confirm_forgot_password": (
            {**app.caller(forgetful.username), "ConfirmationCode": "000000", "Password": "New-password-1"}, 5,
        ),
        "change_password": (
            {"AccessToken": token, "PreviousPassword": "Wrong-password-1", "ProposedPassword": "New-password-1"}, 5,
        ),
        "get_user_attribute_verification_code": ({"AccessToken": token, "AttributeName": "email"}, 5),
        "verify_user_attribute": ({"AccessToken": token, "AttributeName": "email", "Code": "000000"}, 15),
    }
    for operation, (members, count) in attempts.items():
        until_limited(cognito, operation, members, count)


def test_so_are_the_codes_of_a_sign_up(cognito, app):
    newcomer = world.sign_up(app)
    caller = app.caller(newcomer.username)
    until_limited(cognito, "resend_confirmation_code", caller, 5)
    until_limited(cognito, "confirm_sign_up", {**caller, "ConfirmationCode": "000000"}, 15)


def test_requests_are_counted_by_the_second(cognito, app):
    with pytest.raises(cognito.exceptions.TooManyRequestsException):
        for _ in range(200):  # 15 a second are allowed
            cognito.describe_user_pool(UserPoolId=app.pool_id)
