"""Passwords changed and forgotten, accounts left and deleted."""

import pytest

import world
from calls import refuses
from world import PASSWORD

NEW_PASSWORD = "Jabberwocky-1871"
HOUR = 3600
WRONG_CODES = 10  # a code for a new password survives these


def change(token, previous=PASSWORD, proposed=NEW_PASSWORD):
    return {"AccessToken": token, "PreviousPassword": previous, "ProposedPassword": proposed}


def test_password_change_needs_the_old_password(cognito, app, person, token):
    refuses(cognito, "NotAuthorizedException", "change_password", **change(token, previous="Wrong-password-1"))
    refuses(cognito, "InvalidPasswordException", "change_password", **change(token, proposed="weak"))
    cognito.change_password(**change(token))
    refuses(cognito, "NotAuthorizedException", "initiate_auth", **app.password_auth(person.username, PASSWORD))
    cognito.initiate_auth(**app.password_auth(person.username, NEW_PASSWORD))


class TestForgottenPasswords:
    def confirm(self, app, person, code, password=NEW_PASSWORD):
        return {**app.caller(person.username), "ConfirmationCode": code, "Password": password}

    def code(self, server, app, person):
        app.cognito.forgot_password(**app.caller(person.username))
        return server.code_sent_to(person.email)

    @pytest.mark.parametrize("kind", ["app", "secret_app"])
    def test_a_code_sets_a_new_one(self, server, cognito, kind, person, request):
        app = request.getfixturevalue(kind)
        delivery = cognito.forgot_password(**app.caller(person.username))["CodeDeliveryDetails"]
        assert (delivery["AttributeName"], delivery["DeliveryMedium"]) == ("email", "EMAIL")
        cognito.confirm_forgot_password(**self.confirm(app, person, server.code_sent_to(person.email)))
        cognito.initiate_auth(**app.password_auth(person.username, NEW_PASSWORD))

    def test_so_does_the_code_of_an_administrator(self, server, cognito, app, person):
        cognito.admin_reset_user_password(**person.admin)
        assert cognito.admin_get_user(**person.admin)["UserStatus"] == "RESET_REQUIRED"
        cognito.confirm_forgot_password(**self.confirm(app, person, server.code_sent_to(person.email)))
        assert cognito.admin_get_user(**person.admin)["UserStatus"] == "CONFIRMED"

    def test_the_policy_holds(self, server, cognito, app, person):
        members = self.confirm(app, person, self.code(server, app, person), "weak")
        refuses(cognito, "InvalidPasswordException", "confirm_forgot_password", **members)

    def test_a_wrong_code_is_refused(self, server, cognito, app, person):
        code = self.code(server, app, person)
        members = self.confirm(app, person, f"{(int(code) + 1) % 1_000_000:06}")
        refuses(cognito, "CodeMismatchException", "confirm_forgot_password", **members)

    def test_a_code_lives_an_hour(self, server, cognito, app, person):
        code = self.code(server, app, person)
        server.advance(HOUR + 1)
        refuses(cognito, "ExpiredCodeException", "confirm_forgot_password", **self.confirm(app, person, code))

    def test_too_many_wrong_codes_end_it(self, server, cognito, app, person):
        code = self.code(server, app, person)
        wrong = self.confirm(app, person, f"{(int(code) + 1) % 1_000_000:06}")
        for _ in range(WRONG_CODES):
            refuses(cognito, "CodeMismatchException", "confirm_forgot_password", **wrong)
        right = self.confirm(app, person, code)
        refuses(cognito, "TooManyFailedAttemptsException", "confirm_forgot_password", **right)

    def test_it_needs_a_proven_address(self, cognito, app, pool_id):
        person = world.new_person(cognito, pool_id, email_verified="false")
        text = "Cannot reset password for the user as there is no registered/verified email or phone_number"
        assert refuses(cognito, "InvalidParameterException", "forgot_password", **app.caller(person.username)) == text
        assert refuses(cognito, "InvalidParameterException", "admin_reset_user_password", **person.admin) == text

    def test_disabled_user_gets_no_code(self, cognito, app, person):
        cognito.admin_disable_user(**person.admin)
        refuses(cognito, "NotAuthorizedException", "forgot_password", **app.caller(person.username))

    def test_unconfirmed_user_confirms_first(self, cognito, app):
        newcomer = world.sign_up(app)
        refuses(cognito, "InvalidParameterException", "forgot_password", **app.caller(newcomer.username))
        members = self.confirm(app, newcomer, "123456")
        refuses(cognito, "UserNotConfirmedException", "confirm_forgot_password", **members)

    def test_unknown_users_are_not_found_unless_hidden(self, cognito, pool_id, app):
        nobody = world.Person(pool_id, "nobody", "nobody@example.com")
        refuses(cognito, "UserNotFoundException", "forgot_password", **app.caller("nobody"))
        refuses(cognito, "UserNotFoundException", "confirm_forgot_password", **self.confirm(app, nobody, "123456"))
        app = world.new_app(cognito, pool_id, PreventUserExistenceErrors="ENABLED")
        delivery = cognito.forgot_password(**app.caller("nobody"))["CodeDeliveryDetails"]
        assert delivery["DeliveryMedium"] == "EMAIL"
        refuses(cognito, "ExpiredCodeException", "confirm_forgot_password", **self.confirm(app, nobody, "123456"))


def test_deleted_account_is_gone(cognito, app, person, token):
    cognito.delete_user(AccessToken=token)
    refuses(cognito, "UserNotFoundException", "admin_get_user", **person.admin)
    refuses(cognito, "UserNotFoundException", "initiate_auth", **app.password_auth(person.username, PASSWORD))


def test_global_sign_out_leaves_no_token(cognito, app, person, token):
    other = app.sign_in(person)
    cognito.global_sign_out(AccessToken=token)
    refuses(cognito, "NotAuthorizedException", "get_user", AccessToken=other["AccessToken"])
    members = {"ClientId": app.client_id, "RefreshToken": other["RefreshToken"]}
    refuses(cognito, "NotAuthorizedException", "get_tokens_from_refresh_token", **members)
