"""pycognito, which many Python back ends sign people in with: SRP, tokens, second factor, passwords."""

import pycognito
import pytest
from pycognito.exceptions import ForceChangePasswordException, SoftwareTokenMFAChallengeException

import totp
import world
from calls import judge_answers


@pytest.fixture(scope="module")
def pool_id(cognito):
    return world.new_pool(cognito, MfaConfiguration="OPTIONAL")


@pytest.fixture(params=[False, True], ids=["public", "secret"])
def app(cognito, pool_id, request):
    return world.new_app(cognito, pool_id, GenerateSecret=request.param, **world.RIGHTS)


@pytest.fixture
def user(server, record, app):
    """pycognito's object for a user name."""

    def named(username):
        keys = {"aws_access_key_id": "made-up", "aws_secret_access_key": "made-up", "endpoint_url": server.url}
        user = pycognito.Cognito(
            app.pool_id, app.client_id, client_secret=app.secret, username=username, boto3_client_kwargs=keys
        )
        judge_answers(user.client, record, "pycognito")
        return user

    return named


def test_pycognito_signs_up_and_confirms(server, user):
    name, email = world.new_name()
    person = user(name)
    person.set_base_attributes(email=email)
    person.add_custom_attributes(theme="dark")
    person.register(name, world.PASSWORD)
    person.confirm_sign_up(server.code_sent_to(email), name)
    person.authenticate(world.PASSWORD)
    claims = person.id_claims
    assert (claims["email"], claims["email_verified"], claims["custom:theme"]) == (email, True, "dark")


def test_pycognito_verifies_and_renews_tokens(server, user, person):
    signed_in = user(person.username)
    signed_in.authenticate(person.password)
    before = signed_in.access_token
    signed_in.verify_tokens()
    server.advance(60)
    signed_in.renew_access_token()
    signed_in.verify_tokens()
    assert signed_in.access_token != before
    assert signed_in.access_claims["username"] == person.username


def test_pycognito_reads_and_changes_a_profile(user, person):
    signed_in = user(person.username)
    signed_in.authenticate(person.password)
    signed_in.update_profile({"given_name": "Lory", "custom:theme": "light"}, attr_map={})
    profile = signed_in.get_user(attr_map={})
    assert (profile.given_name, profile.email) == ("Lory", person.email)


def test_pycognito_refuses_a_wrong_password(user, person):
    signed_in = user(person.username)
    with pytest.raises(signed_in.client.exceptions.NotAuthorizedException):
        signed_in.authenticate("Not-my-password-1")
    assert signed_in.access_token is None


def test_pycognito_changes_and_resets_passwords(server, user, person):
    signed_in = user(person.username)
    signed_in.authenticate(person.password)
    signed_in.change_password(person.password, "Changed-1865")
    signed_in.initiate_forgot_password()
    signed_in.confirm_forgot_password(server.code_sent_to(person.email), "Recovered-1865")
    again = user(person.username)
    again.authenticate("Recovered-1865")
    assert again.access_claims["sub"] == signed_in.access_claims["sub"]


def test_pycognito_ends_sessions_everywhere(user, person):
    signed_in = user(person.username)
    signed_in.authenticate(person.password)
    refresh_token = signed_in.refresh_token
    signed_in.logout()
    signed_in.refresh_token = refresh_token
    with pytest.raises(signed_in.client.exceptions.NotAuthorizedException):
        signed_in.renew_access_token()


def test_pycognito_replaces_a_temporary_password(cognito, pool_id, user):
    name, _ = world.new_name()
    cognito.admin_create_user(UserPoolId=pool_id, Username=name, TemporaryPassword="Temporary-1865")
    invited = user(name)
    with pytest.raises(ForceChangePasswordException):
        invited.authenticate("Temporary-1865")
    # The answers to the SRP challenge go along with the new password.
    invited.new_password_challenge("Temporary-1865", "Permanent-1865")
    assert invited.access_claims["username"] == name


def test_pycognito_turns_on_authenticator_apps(server, user, person):
    signed_in = user(person.username)
    signed_in.authenticate(person.password)
    secret = signed_in.associate_software_token()
    signed_in.verify_software_token(totp.code(secret, server.now()), "Telephone")
    # Says no to SMS beside the yes to the app.
    signed_in.set_user_mfa_preference(sms_mfa=False, software_token_mfa=True, preferred="SOFTWARE_TOKEN")
    again = user(person.username)
    with pytest.raises(SoftwareTokenMFAChallengeException):
        again.authenticate(person.password)
    server.advance(30)
    again.respond_to_software_token_mfa_challenge(totp.code(secret, server.now()))
    assert again.id_claims["sub"] == signed_in.id_claims["sub"]
