"""InitiateAuth, its challenges, and the tokens that come out."""

import base64
import json

import pytest

import world
from calls import refuses
from world import PASSWORD

NEW_PASSWORD = "Tweedledee-1871"


def claims(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def auth(app, flow, **parameters):
    return {"ClientId": app.client_id, "AuthFlow": flow, "AuthParameters": parameters}


def test_a_password_earns_three_tokens(app, person):
    tokens = app.sign_in(person)
    assert (tokens["TokenType"], tokens["ExpiresIn"]) == ("Bearer", 3600)
    assert len(tokens["RefreshToken"].split(".")) == 5
    access, identity = claims(tokens["AccessToken"]), claims(tokens["IdToken"])
    assert access["scope"] == "aws.cognito.signin.user.admin" and access["username"] == person.username
    assert access["client_id"] == identity["aud"] == app.client_id
    assert identity["email_verified"] is True and identity["cognito:username"] == person.username


@pytest.mark.parametrize("operation", ["initiate_auth", "admin_initiate_auth"])
class TestPasswords:
    def members(self, operation, app, username, password):
        members = app.password_auth(username, password)
        if operation == "admin_initiate_auth":
            members |= {"UserPoolId": app.pool_id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
        return members

    def test_the_right_one_signs_in(self, cognito, operation, secret_app, person):
        answer = getattr(cognito, operation)(**self.members(operation, secret_app, person.username, PASSWORD))
        assert answer["AuthenticationResult"]["ExpiresIn"] == 3600

    def test_a_wrong_one_does_not(self, cognito, operation, app, person):
        members = self.members(operation, app, person.username, "Wrong-password-1")
        assert refuses(cognito, "NotAuthorizedException", operation, **members) == "Incorrect username or password."

    def test_unknown_user_is_not_found(self, cognito, operation, app):
        members = self.members(operation, app, "nobody", PASSWORD)
        assert refuses(cognito, "UserNotFoundException", operation, **members) == "User does not exist."

    def test_a_discreet_app_does_not_say_so(self, cognito, operation, pool_id):
        app = world.new_app(cognito, pool_id, PreventUserExistenceErrors="ENABLED")
        members = self.members(operation, app, "nobody", PASSWORD)
        assert refuses(cognito, "NotAuthorizedException", operation, **members) == "Incorrect username or password."

    def test_disabled_user_stays_out(self, cognito, operation, app, person):
        cognito.admin_disable_user(**person.admin)
        members = self.members(operation, app, person.username, PASSWORD)
        assert refuses(cognito, "NotAuthorizedException", operation, **members) == "User is disabled."
        cognito.admin_enable_user(**person.admin)
        getattr(cognito, operation)(**members)

    def test_unconfirmed_user_stays_out(self, cognito, operation, app):
        newcomer = world.sign_up(app)
        members = self.members(operation, app, newcomer.username, PASSWORD)
        refuses(cognito, "UserNotConfirmedException", operation, **members)

    def test_a_reset_password_must_be_replaced(self, cognito, operation, app, person):
        cognito.admin_reset_user_password(**person.admin)
        members = self.members(operation, app, person.username, PASSWORD)
        message = refuses(cognito, "PasswordResetRequiredException", operation, **members)
        assert message == "Password reset required for the user"

    def test_too_many_wrong_ones_lock_for_a_while(self, server, cognito, operation, app, person):
        members = self.members(operation, app, person.username, "Wrong-password-1")
        for _ in range(5):
            refuses(cognito, "NotAuthorizedException", operation, match="Incorrect username", **members)
        right = self.members(operation, app, person.username, PASSWORD)
        refuses(cognito, "NotAuthorizedException", operation, match="Password attempts exceeded", **right)
        server.advance(2)
        getattr(cognito, operation)(**right)

    def test_a_flow_must_be_allowed(self, cognito, operation, pool_id, person):
        app = world.new_app(cognito, pool_id, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
        members = self.members(operation, app, person.username, PASSWORD)
        message = refuses(cognito, "InvalidParameterException", operation, **members)
        assert "flow not enabled for this client" in message

    def test_a_secret_app_proves_it(self, cognito, operation, secret_app, person):
        members = self.members(operation, secret_app, person.username, PASSWORD)
        del members["AuthParameters"]["SECRET_HASH"]
        refuses(cognito, "NotAuthorizedException", operation, match="configured", **members)
        members["AuthParameters"]["SECRET_HASH"] = secret_app.hash("somebody else")
        refuses(cognito, "NotAuthorizedException", operation, match="Unable to verify secret hash", **members)

    def test_a_temporary_password_is_replaced(self, cognito, operation, secret_app):
        person = invited(cognito, secret_app.pool_id)
        members = self.members(operation, secret_app, person.username, PASSWORD)
        challenge = getattr(cognito, operation)(**members)
        assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
        answer = answer_to(cognito, operation, secret_app, person, challenge)
        assert answer["AuthenticationResult"]["TokenType"] == "Bearer"
        cognito.initiate_auth(**secret_app.password_auth(person.username, NEW_PASSWORD))


def invited(cognito, pool_id):
    username, email = world.new_name()
    person = world.Person(pool_id, username, email)
    attributes = world.as_list({"email": email, "email_verified": "true"})
    cognito.admin_create_user(**person.admin, UserAttributes=attributes, TemporaryPassword=PASSWORD)
    return person


def answer_members(operation, app, person, challenge, **responses):
    responses = {"USERNAME": person.username, **responses}
    if app.secret:
        responses["SECRET_HASH"] = app.hash(person.username)
    members = {
        "ClientId": app.client_id, "ChallengeName": challenge["ChallengeName"], "ChallengeResponses": responses,
    }
    members |= {name: challenge[name] for name in ["Session"] if name in challenge}
    return members | ({"UserPoolId": app.pool_id} if operation.startswith("admin") else {})


RESPOND = {"initiate_auth": "respond_to_auth_challenge", "admin_initiate_auth": "admin_respond_to_auth_challenge"}


def answer_to(cognito, operation, app, person, challenge):
    members = answer_members(operation, app, person, challenge, NEW_PASSWORD=NEW_PASSWORD)
    return getattr(cognito, RESPOND[operation])(**members)


@pytest.mark.parametrize("operation", RESPOND)
class TestNewPasswords:
    @pytest.fixture
    def person(self, cognito, pool_id):
        return invited(cognito, pool_id)

    @pytest.fixture
    def challenge(self, cognito, operation, app, person):
        members = app.password_auth(person.username, PASSWORD)
        if operation == "admin_initiate_auth":
            members |= {"UserPoolId": app.pool_id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
        return getattr(cognito, operation)(**members)

    def refused(self, cognito, operation, error, members):
        return refuses(cognito, error, RESPOND[operation], **members)

    def test_the_policy_holds(self, cognito, operation, app, person, challenge):
        members = answer_members(operation, app, person, challenge, NEW_PASSWORD="weak")
        self.refused(cognito, operation, "InvalidPasswordException", members)

    def test_a_challenge_is_answered_once(self, cognito, operation, app, person, challenge):
        answer_to(cognito, operation, app, person, challenge)
        members = answer_members(operation, app, person, challenge, NEW_PASSWORD=NEW_PASSWORD)
        self.refused(cognito, operation, "NotAuthorizedException", members)

    def test_a_challenge_waits_three_minutes(self, server, cognito, operation, app, person, challenge):
        server.advance(181)
        members = answer_members(operation, app, person, challenge, NEW_PASSWORD=NEW_PASSWORD)
        message = self.refused(cognito, operation, "NotAuthorizedException", members)
        assert message == "Invalid session for the user, session is expired."

    def test_an_answer_needs_its_parts(self, cognito, operation, app, person, challenge):
        members = answer_members(operation, app, person, challenge)
        self.refused(cognito, operation, "InvalidParameterException", members)

    def test_another_app_cannot_answer(self, cognito, operation, secret_app, person, challenge):
        members = answer_members(operation, secret_app, person, challenge, NEW_PASSWORD=NEW_PASSWORD)
        self.refused(cognito, operation, "NotAuthorizedException", members)

    def test_the_user_may_be_gone(self, cognito, operation, app, person, challenge):
        cognito.admin_delete_user(**person.admin)
        members = answer_members(operation, app, person, challenge, NEW_PASSWORD=NEW_PASSWORD)
        self.refused(cognito, operation, "UserNotFoundException", members)

    def test_an_unknown_client_is_not_found(self, cognito, operation, app, person, challenge):
        members = answer_members(operation, app, person, challenge, NEW_PASSWORD=NEW_PASSWORD)
        self.refused(cognito, operation, "ResourceNotFoundException", members | {"ClientId": "nosuchclient"})


@pytest.mark.parametrize("operation", RESPOND)
def test_a_challenge_takes_no_address_of_others(cognito, operation):
    pool_id = world.new_pool(cognito, AliasAttributes=["email"])
    app, owner = world.new_app(cognito, pool_id), world.new_person(cognito, pool_id)
    person = world.Person(pool_id, world.new_name()[0], owner.email)
    cognito.admin_create_user(**person.admin, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS")
    members = app.password_auth(person.username, PASSWORD)
    if operation == "admin_initiate_auth":
        members |= {"UserPoolId": app.pool_id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
    challenge = getattr(cognito, operation)(**members)
    responses = {"NEW_PASSWORD": NEW_PASSWORD, "userAttributes.email": owner.email}
    answer = answer_members(operation, app, person, challenge, **responses)
    refuses(cognito, "AliasExistsException", RESPOND[operation], **answer)


def test_a_temporary_password_expires(server, cognito, app):
    person = invited(cognito, app.pool_id)
    server.advance(7 * 24 * 3600 + 1)
    message = refuses(
        cognito, "NotAuthorizedException", "initiate_auth", **app.password_auth(person.username, PASSWORD)
    )
    assert message == "Temporary password has expired and must be reset by an administrator."


def test_secure_remote_passwords_begin_with_a_challenge(cognito, secret_app, person):
    hashed = {"SECRET_HASH": secret_app.hash(person.username)}
    begin = auth(secret_app, "USER_SRP_AUTH", USERNAME=person.username, SRP_A="a1b2c3", **hashed)
    answer = cognito.initiate_auth(**begin)
    parameters = answer["ChallengeParameters"]
    assert answer["ChallengeName"] == "PASSWORD_VERIFIER"
    assert set(parameters) == {"SRP_B", "SALT", "SECRET_BLOCK", "USER_ID_FOR_SRP", "USERNAME"}
    responses = {
        "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(bytes(32)).decode(),
        "TIMESTAMP": "Mon Nov 23 12:00:00 UTC 2026",
    }
    members = answer_members("initiate_auth", secret_app, person, answer, **responses)
    message = refuses(cognito, "NotAuthorizedException", "respond_to_auth_challenge", **members)
    assert message == "Incorrect username or password."


@pytest.mark.parametrize("flow", ["CUSTOM_AUTH", "USER_AUTH", "ADMIN_USER_PASSWORD_AUTH"])
def test_flows_that_are_not_there_are_refused(cognito, app, person, flow):
    members = auth(app, flow, USERNAME=person.username, PASSWORD=PASSWORD)
    refuses(cognito, "InvalidParameterException", "initiate_auth", **members)


def test_parameters_that_are_missing_are_named(cognito, app):
    members = auth(app, "USER_PASSWORD_AUTH", PASSWORD=PASSWORD)
    message = refuses(cognito, "InvalidParameterException", "initiate_auth", **members)
    assert message == "Missing required parameter USERNAME"
