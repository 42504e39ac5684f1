"""What real pools answer to the commonest flows, as moto's tests that were verified on AWS demand it.

App clients are made with as little as those tests give them: legacy names of flows, no lists of attributes unless said.
"""

import base64
import json
from uuid import UUID

import pytest
from pycognito.aws_srp import AWSSRP

import totp
import world
from calls import refuses

TEMPORARY = "Temp0rary-1865"


def claims_of(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


@pytest.fixture
def new_pool(cognito):
    """Makes pools, and deletes them with the test."""
    made = []

    def make(**settings):
        made.append(cognito.create_user_pool(PoolName="As on AWS", **settings)["UserPool"]["Id"])
        return made[-1]

    yield make
    for pool_id in made:
        cognito.delete_user_pool(UserPoolId=pool_id)


def new_app(cognito, pool_id, **settings):
    made = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="App", **settings)["UserPoolClient"]
    return world.App(cognito, pool_id, made["ClientId"], made.get("ClientSecret"))


def with_hash(app, username, **parameters):
    return {"USERNAME": username, **parameters, **({"SECRET_HASH": app.hash(username)} if app.secret else {})}


def refreshed(app, username, token):
    parameters = {"REFRESH_TOKEN": token, "SECRET_HASH": app.hash(username)}
    answer = app.cognito.initiate_auth(ClientId=app.client_id, AuthFlow="REFRESH_TOKEN", AuthParameters=parameters)
    return answer["AuthenticationResult"]


def invite(cognito, pool_id, **attributes):
    username, _ = world.new_name()
    attributes = world.as_list(attributes)
    members = {"UserPoolId": pool_id, "Username": username, "TemporaryPassword": TEMPORARY}
    cognito.admin_create_user(**members, UserAttributes=attributes)
    return username


def accept_invitation(app, username, password="Permanent-1865"):
    """By the administrator's operations, with the flow's legacy name."""
    begun = app.cognito.admin_initiate_auth(
        UserPoolId=app.pool_id, ClientId=app.client_id, AuthFlow="ADMIN_NO_SRP_AUTH",
        AuthParameters=with_hash(app, username, PASSWORD=TEMPORARY),
    )
    assert begun["ChallengeName"] == "NEW_PASSWORD_REQUIRED" and begun["Session"]
    done = app.cognito.admin_respond_to_auth_challenge(
        UserPoolId=app.pool_id, ClientId=app.client_id, ChallengeName=begun["ChallengeName"], Session=begun["Session"],
        ChallengeResponses=with_hash(app, username, NEW_PASSWORD=password),
    )
    return done["AuthenticationResult"]


def confirmed(app, **attributes):
    """Somebody who signed up and whom an administrator confirmed."""
    username, _ = world.new_name()
    app.cognito.sign_up(**app.caller(username), Password=world.PASSWORD, UserAttributes=world.as_list(attributes))
    app.cognito.admin_confirm_sign_up(UserPoolId=app.pool_id, Username=username)
    return username


def sign_in_by_srp(app, username, password=world.PASSWORD):
    """The answer to a proven password."""
    srp = AWSSRP(
        username=username, password=password, pool_id=app.pool_id, client_id=app.client_id, client=app.cognito,
        client_secret=app.secret,
    )
    parameters = srp.get_auth_params()
    begun = app.cognito.initiate_auth(ClientId=app.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)
    responses = srp.process_challenge(begun["ChallengeParameters"], parameters)
    name = begun["ChallengeName"]
    return app.cognito.respond_to_auth_challenge(
        ClientId=app.client_id, ChallengeName=name, ChallengeResponses=responses
    )


def respond(app, username, answer, **responses):
    return app.cognito.respond_to_auth_challenge(
        ClientId=app.client_id, ChallengeName=answer["ChallengeName"], Session=answer["Session"],
        ChallengeResponses=with_hash(app, username, **responses),
    )


def assert_tokens(result):
    assert result["AccessToken"] and result["IdToken"] and result["RefreshToken"]
    assert result["TokenType"] == "Bearer"


class TestInvitations:
    def test_a_temporary_password_asks_for_a_new_one(self, cognito, new_pool):
        app = new_app(cognito, new_pool())
        username = invite(cognito, app.pool_id)
        answer = sign_in_by_srp(app, username, TEMPORARY)
        assert answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED" and answer["Session"]
        assert_tokens(respond(app, username, answer, NEW_PASSWORD="Permanent-1865")["AuthenticationResult"])
        assert sign_in_by_srp(app, username, "Permanent-1865")["AuthenticationResult"]["AccessToken"]

    def test_groups_are_in_the_access_token(self, cognito, new_pool):
        app = new_app(cognito, new_pool(), ReadAttributes=["given_name"], ExplicitAuthFlows=["ADMIN_NO_SRP_AUTH"])
        cognito.create_group(UserPoolId=app.pool_id, GroupName="jurors")
        username = invite(cognito, app.pool_id, given_name="Bill")
        cognito.admin_add_user_to_group(UserPoolId=app.pool_id, Username=username, GroupName="jurors")
        claims = claims_of(accept_invitation(app, username)["AccessToken"])
        assert claims["cognito:groups"] == ["jurors"]

    def test_the_only_scope_is_that_of_the_api(self, cognito, new_pool):
        app = new_app(cognito, new_pool(), ReadAttributes=["given_name"], ExplicitAuthFlows=["ADMIN_NO_SRP_AUTH"])
        claims = claims_of(accept_invitation(app, invite(cognito, app.pool_id))["AccessToken"])
        assert claims["scope"] == "aws.cognito.signin.user.admin"

    def test_the_permanent_password_may_be_the_temporary_one(self, cognito, new_pool):
        app = new_app(cognito, new_pool(), ExplicitAuthFlows=["ADMIN_NO_SRP_AUTH"])
        assert_tokens(accept_invitation(app, invite(cognito, app.pool_id), TEMPORARY))


def test_tokens_of_a_session_share_their_origin(cognito, new_pool):
    app = new_app(cognito, new_pool(), GenerateSecret=True, ExplicitAuthFlows=["ADMIN_NO_SRP_AUTH"])
    username = invite(cognito, app.pool_id)
    first = accept_invitation(app, username)
    second = refreshed(app, username, first["RefreshToken"])
    tokens = [result[kind] for result in (first, second) for kind in ("AccessToken", "IdToken")]
    claims = [claims_of(token) for token in tokens]
    assert len({UUID(of["origin_jti"]) for of in claims}) == 1
    assert len({UUID(of["jti"]) for of in claims}) == len(tokens)


class TestSecondFactors:
    @staticmethod
    def _new_code(server, secret):
        """A code works once, so the next one is of the next half minute."""
        server.advance(30)
        return totp.code(secret, server.now())

    def test_a_pool_may_insist_on_an_app(self, server, cognito, new_pool):
        app = new_app(cognito, new_pool(MfaConfiguration="ON"), GenerateSecret=True)
        username = confirmed(app)
        answer = sign_in_by_srp(app, username)
        assert answer["ChallengeName"] == "MFA_SETUP"
        begun = cognito.associate_software_token(Session=answer["Session"])
        code = totp.code(begun["SecretCode"], server.now())
        proven = cognito.verify_software_token(Session=begun["Session"], UserCode=code)
        assert proven["Status"] == "SUCCESS"
        answer = sign_in_by_srp(app, username)
        assert answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        code = self._new_code(server, begun["SecretCode"])
        assert_tokens(respond(app, username, answer, SOFTWARE_TOKEN_MFA_CODE=code)["AuthenticationResult"])

    def test_a_person_may_choose_an_app(self, server, cognito, new_pool):
        app = new_app(cognito, new_pool(MfaConfiguration="OPTIONAL"), GenerateSecret=True)
        username = confirmed(app)
        token = sign_in_by_srp(app, username)["AuthenticationResult"]["AccessToken"]
        secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
        code = totp.code(secret, server.now())
        assert cognito.verify_software_token(AccessToken=token, UserCode=code)["Status"] == "SUCCESS"
        cognito.set_user_mfa_preference(
            AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        answer = sign_in_by_srp(app, username)
        assert answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        code = self._new_code(server, secret)
        assert_tokens(respond(app, username, answer, SOFTWARE_TOKEN_MFA_CODE=code)["AuthenticationResult"])

    def test_a_new_password_comes_before_the_app(self, server, cognito, new_pool):
        app = new_app(cognito, new_pool(MfaConfiguration="ON"), ExplicitAuthFlows=["USER_PASSWORD_AUTH"])
        username = invite(cognito, app.pool_id)
        answer = cognito.initiate_auth(**app.password_auth(username, TEMPORARY))
        assert answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED" and "AuthenticationResult" not in answer
        answer = respond(app, username, answer, NEW_PASSWORD="Permanent-1865")
        assert answer["ChallengeName"] == "MFA_SETUP" and answer["Session"]
        begun = cognito.associate_software_token(Session=answer["Session"])
        code = totp.code(begun["SecretCode"], server.now())
        proven = cognito.verify_software_token(Session=begun["Session"], UserCode=code)
        assert proven["Status"] == "SUCCESS"
        # The set-up asks for no code; one that is sent all the same is ignored.
        answer = {"ChallengeName": "MFA_SETUP", "Session": proven["Session"]}
        code = self._new_code(server, begun["SecretCode"])
        answer = respond(app, username, answer, SOFTWARE_TOKEN_MFA_CODE=code)
        assert answer["ChallengeParameters"] == {}
        assert_tokens(answer["AuthenticationResult"])
        answer = cognito.initiate_auth(**app.password_auth(username, "Permanent-1865"))
        assert answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        code = self._new_code(server, begun["SecretCode"])
        assert_tokens(respond(app, username, answer, SOFTWARE_TOKEN_MFA_CODE=code)["AuthenticationResult"])


EMAIL_ONLY = {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}


def test_a_verified_address_in_capitals_gets_codes(cognito, new_pool):
    app = new_app(cognito, new_pool(AccountRecoverySetting=EMAIL_ONLY))
    username, _ = world.new_name()
    members = {"UserPoolId": app.pool_id, "Username": username}
    attributes = world.as_list({"email": "test@test.com", "email_verified": "True"})
    cognito.admin_create_user(**members, UserAttributes=attributes)
    cognito.admin_set_user_password(**members, Password=world.PASSWORD, Permanent=True)
    sent = cognito.forgot_password(ClientId=app.client_id, Username=username)["CodeDeliveryDetails"]
    assert sent == {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "t***@t***"}


EMAIL_FIRST = {"RecoveryMechanisms": [
    {"Name": "verified_phone_number", "Priority": 2}, {"Name": "verified_email", "Priority": 1},
]}


@pytest.mark.parametrize("setting, medium", [
    ({}, "SMS"), ({"AccountRecoverySetting": EMAIL_FIRST}, "EMAIL"), ({"AccountRecoverySetting": EMAIL_ONLY}, "EMAIL"),
])
def test_recovery_prefers_sms_unless_set(cognito, new_pool, setting, medium):
    app = new_app(cognito, new_pool(**setting))
    phone = {"phone_number": "+15555550123", "phone_number_verified": "true"}
    person = world.new_person(cognito, app.pool_id, **phone)
    sent = cognito.forgot_password(ClientId=app.client_id, Username=person.username)["CodeDeliveryDetails"]
    assert sent["DeliveryMedium"] == medium


def test_recovery_setting_is_described_in_order(cognito, new_pool):
    def described(pool_id):
        return cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"].get("AccountRecoverySetting")

    first, second = EMAIL_FIRST["RecoveryMechanisms"][::-1]
    pool_id = new_pool(AccountRecoverySetting=EMAIL_FIRST)
    assert described(pool_id) == {"RecoveryMechanisms": [first, second]}
    cognito.update_user_pool(UserPoolId=pool_id, AccountRecoverySetting=EMAIL_ONLY)
    assert described(pool_id) == EMAIL_ONLY
    assert described(new_pool()) is None


@pytest.mark.parametrize("mechanisms", [
    [{"Name": "admin_only", "Priority": 1}],
    [{"Name": "verified_email", "Priority": 1}, {"Name": "verified_phone_number", "Priority": 1}],
    [{"Name": "verified_email", "Priority": 1}, {"Name": "verified_email", "Priority": 2}],
])
def test_recovery_settings_may_be_refused(cognito, mechanisms):
    setting = {"RecoveryMechanisms": mechanisms}
    refuses(cognito, "InvalidParameterException", "create_user_pool", PoolName="None", AccountRecoverySetting=setting)


def test_legacy_flows_stand_alone(cognito, new_pool):
    members = {"UserPoolId": new_pool(), "ClientName": "App"}
    flows = ["ADMIN_NO_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    refuses(cognito, "InvalidParameterException", "create_user_pool_client", **members, ExplicitAuthFlows=flows)


EMAIL = {"email": "test@test.com"}
SENT = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "t***@t***"}


@pytest.mark.parametrize("verified, attributes, sent", [
    ([], {}, None), ([], EMAIL, None), (["email"], EMAIL, SENT), (["email"], {}, None),
])
def test_sign_up_tells_where_a_code_went(cognito, new_pool, verified, attributes, sent):
    app = new_app(cognito, new_pool(AutoVerifiedAttributes=verified, AccountRecoverySetting=EMAIL_ONLY))
    username, _ = world.new_name()
    made = cognito.sign_up(
        **app.caller(username), Password=world.PASSWORD, UserAttributes=world.as_list(attributes)
    )
    assert made["UserConfirmed"] is False and UUID(made["UserSub"])
    assert made.get("CodeDeliveryDetails") == sent


class TestClaims:
    def test_refreshed_tokens_are_of_the_same_user(self, cognito, new_pool):
        app = new_app(cognito, new_pool(), GenerateSecret=True)
        username = confirmed(app)
        first = sign_in_by_srp(app, username)["AuthenticationResult"]
        self.check(app, refreshed(app, username, first["RefreshToken"]), username)

    def test_a_password_gets_the_same_claims(self, cognito, new_pool):
        app = new_app(cognito, new_pool(), GenerateSecret=True, ExplicitAuthFlows=["USER_PASSWORD_AUTH"])
        username = confirmed(app)
        result = cognito.initiate_auth(**app.password_auth(username, world.PASSWORD))["AuthenticationResult"]
        assert_tokens(result)
        self.check(app, result, username)
        assert "email" not in claims_of(result["IdToken"])

    def test_an_address_as_name_gives_the_sub(self, cognito, new_pool):
        pool_id = new_pool(UsernameAttributes=["email"])
        app = new_app(cognito, pool_id, GenerateSecret=True, ExplicitAuthFlows=["USER_PASSWORD_AUTH"])
        _, email = world.new_name()
        cognito.sign_up(**app.caller(email), Password=world.PASSWORD)
        cognito.admin_confirm_sign_up(UserPoolId=pool_id, Username=email)
        result = cognito.initiate_auth(**app.password_auth(email, world.PASSWORD))["AuthenticationResult"]
        self.check(app, result, claims_of(result["AccessToken"])["sub"])
        assert claims_of(result["IdToken"])["email"] == email

    def check(self, app, result, username):
        access, identity = claims_of(result["AccessToken"]), claims_of(result["IdToken"])
        assert (access["username"], access["client_id"]) == (username, app.client_id)
        assert (identity["cognito:username"], identity["aud"]) == (username, app.client_id)
        assert identity["sub"] == access["sub"] and "email" not in access
