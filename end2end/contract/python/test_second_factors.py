"""An authenticator app as the second factor."""

import pytest

import totp
import world
from calls import refuses
from world import PASSWORD


@pytest.fixture(scope="module")
def pool_id(cognito):
    return world.new_pool(cognito, MfaConfiguration="OPTIONAL")


@pytest.fixture(scope="module")
def app(cognito, pool_id):
    return world.new_app(cognito, pool_id)


@pytest.fixture
def secret(server, cognito, token):
    """The secret of somebody whose authenticator app is set up and asked at sign-in."""
    secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
    verified = cognito.verify_software_token(
        AccessToken=token, UserCode=totp.code(secret, server.now()), FriendlyDeviceName="Phone"
    )
    assert verified["Status"] == "SUCCESS"
    wanted = {"Enabled": True, "PreferredMfa": True}
    cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=wanted)
    server.advance(30)
    return secret


@pytest.fixture
def challenge(cognito, app, person, secret):
    answer = cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))
    assert answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    return answer


def respond(app, person, challenge, **responses):
    return {
        "ClientId": app.client_id, "ChallengeName": challenge["ChallengeName"], "Session": challenge["Session"],
        "ChallengeResponses": {"USERNAME": person.username, **responses},
    }


def test_the_code_of_the_app_is_asked_for(server, cognito, app, person, secret, challenge):
    answer = respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=totp.code(secret, server.now()))
    tokens = cognito.respond_to_auth_challenge(**answer)["AuthenticationResult"]
    user = cognito.get_user(AccessToken=tokens["AccessToken"])
    factors = cognito.get_user_auth_factors(AccessToken=tokens["AccessToken"])
    for found in (user, factors, cognito.admin_get_user(**person.admin)):
        assert found["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
        assert found["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    assert "PASSWORD" in factors["ConfiguredUserAuthFactors"]


def test_a_wrong_code_is_refused(server, cognito, app, person, secret, challenge):
    answer = respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=totp.wrong(totp.code(secret, server.now())))
    refuses(cognito, "CodeMismatchException", "respond_to_auth_challenge", **answer)


def test_a_code_works_once(server, cognito, app, person, secret, challenge):
    code = totp.code(secret, server.now())
    cognito.respond_to_auth_challenge(**respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=code))
    again = cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))
    answer = respond(app, person, again, SOFTWARE_TOKEN_MFA_CODE=code)
    message = refuses(cognito, "ExpiredCodeException", "respond_to_auth_challenge", **answer)
    assert message == "Your software token has already been used once."


RESPOND = ["respond_to_auth_challenge", "admin_respond_to_auth_challenge"]


def refused(cognito, error, operation, app, members):
    pool = {"UserPoolId": app.pool_id} if operation.startswith("admin") else {}
    refuses(cognito, error, operation, **members, **pool)


@pytest.mark.parametrize("operation", RESPOND)
class TestWhatHappensMeanwhile:
    """Between the password and the code."""

    @pytest.fixture
    def challenge(self, operation, cognito, app, person, secret):
        members = app.password_auth(person.username, PASSWORD)
        if operation == RESPOND[0]:
            return cognito.initiate_auth(**members)
        members |= {"UserPoolId": app.pool_id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
        return cognito.admin_initiate_auth(**members)

    def test_the_password_is_reset(self, server, cognito, operation, app, person, secret, challenge):
        cognito.admin_reset_user_password(**person.admin)
        answer = respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=totp.code(secret, server.now()))
        refused(cognito, "PasswordResetRequiredException", operation, app, answer)

    def test_the_app_is_set_up_anew(self, server, cognito, operation, app, person, token, secret, challenge):
        cognito.associate_software_token(AccessToken=token)
        answer = respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=totp.code(secret, server.now()))
        refused(cognito, "SoftwareTokenMFANotFoundException", operation, app, answer)

    def test_the_account_is_gone(self, server, cognito, operation, app, person, secret, challenge):
        cognito.admin_delete_user(**person.admin)
        answer = respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=totp.code(secret, server.now()))
        refused(cognito, "UserNotFoundException", operation, app, answer)


def test_administrators_see_the_challenge_too(server, cognito, app, person, secret):
    members = app.password_auth(person.username, PASSWORD)
    members |= {"UserPoolId": app.pool_id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
    challenge = cognito.admin_initiate_auth(**members)
    right, wrong = totp.code(secret, server.now()), totp.wrong(totp.code(secret, server.now()))
    answers = [respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=code) for code in (wrong, right)]
    method, pool = "admin_respond_to_auth_challenge", {"UserPoolId": app.pool_id}
    refuses(cognito, "CodeMismatchException", method, **answers[0], **pool)
    assert "AuthenticationResult" in cognito.admin_respond_to_auth_challenge(**answers[1], **pool)
    challenge = cognito.admin_initiate_auth(**members)
    answer = respond(app, person, challenge, SOFTWARE_TOKEN_MFA_CODE=right)
    refuses(cognito, "ExpiredCodeException", method, **answer, **pool)


@pytest.mark.usefixtures("secret")
def test_disabled_factor_is_not_asked_for(cognito, app, person, token):
    cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": False})
    assert "PreferredMfaSetting" not in cognito.get_user(AccessToken=token)
    assert "AuthenticationResult" in cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))


def test_factor_must_be_set_up_before_preferred(cognito, token):
    wanted = {"SoftwareTokenMfaSettings": {"Enabled": True}}
    refuses(cognito, "InvalidParameterException", "set_user_mfa_preference", AccessToken=token, **wanted)


def test_code_needs_its_secret(server, cognito, token):
    members = {"AccessToken": token, "UserCode": "123456"}
    refuses(cognito, "SoftwareTokenMFANotFoundException", "verify_software_token", **members)
    secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
    members["UserCode"] = totp.wrong(totp.code(secret, server.now()))
    refuses(cognito, "EnableSoftwareTokenMFAException", "verify_software_token", **members)


def test_pool_without_mfa_sets_up_none(cognito):
    pool_id = world.new_pool(cognito)
    token = world.new_app(cognito, pool_id).access_token(world.new_person(cognito, pool_id))
    refuses(cognito, "SoftwareTokenMFANotFoundException", "associate_software_token", AccessToken=token)


class TestPoolsThatInsist:
    @pytest.fixture(scope="class")
    @classmethod
    def pool_id(cls, cognito):
        return world.new_pool(cognito, MfaConfiguration="ON")

    @pytest.fixture(scope="class")
    @classmethod
    def app(cls, cognito, pool_id):
        return world.new_app(cognito, pool_id)

    def test_app_is_set_up_at_first_sign_in(self, server, cognito, app, person):
        challenge = cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))
        assert challenge["ChallengeName"] == "MFA_SETUP"
        associated = cognito.associate_software_token(Session=challenge["Session"])
        code = totp.code(associated["SecretCode"], server.now())
        verified = cognito.verify_software_token(Session=associated["Session"], UserCode=code)
        assert verified["Status"] == "SUCCESS"
        challenge["Session"] = verified["Session"]
        tokens = cognito.respond_to_auth_challenge(**respond(app, person, challenge))
        assert tokens["AuthenticationResult"]["TokenType"] == "Bearer"

    def test_a_set_up_session_works_once(self, cognito, app, person):
        challenge = cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))
        cognito.associate_software_token(Session=challenge["Session"])
        refuses(cognito, "NotAuthorizedException", "associate_software_token", Session=challenge["Session"])

    def test_without_a_proven_code_there_are_no_tokens(self, cognito, app, person):
        challenge = cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))
        answer = respond(app, person, challenge)
        refuses(cognito, "NotAuthorizedException", "respond_to_auth_challenge", **answer)
