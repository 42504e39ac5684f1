"""Users as administrators make, find and lead them."""

import datetime

import pytest

import world
from calls import refuses
from world import PASSWORD, as_dict, as_list


def test_a_user_is_invited_by_mail(server, cognito, pool_id, app):
    username, email = world.new_name()
    members = {"UserPoolId": pool_id, "Username": username}
    given = as_list({"email": email, "custom:role": "chief"})
    user = cognito.admin_create_user(**members, UserAttributes=given, DesiredDeliveryMediums=["EMAIL"])["User"]
    assert (user["Username"], user["UserStatus"], user["Enabled"]) == (username, "FORCE_CHANGE_PASSWORD", True)
    assert as_dict(user["Attributes"]).items() >= {"email": email, "custom:role": "chief"}.items()
    first = server.code_sent_to(email)
    cognito.admin_create_user(**members, MessageAction="RESEND", DesiredDeliveryMediums=["EMAIL"])
    second = server.code_sent_to(email)
    assert first != second
    challenge = cognito.initiate_auth(**app.password_auth(username, second))
    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_a_name_is_taken_once(cognito, person):
    refuses(cognito, "UsernameExistsException", "admin_create_user", **person.admin)


def test_invitation_is_not_repeated_for_confirmed_users(cognito, person):
    refuses(cognito, "UnsupportedUserStateException", "admin_create_user", **person.admin, MessageAction="RESEND")


def test_unknown_user_is_not_invited_again(cognito, pool_id):
    members = {"UserPoolId": pool_id, "Username": "nobody", "MessageAction": "RESEND"}
    refuses(cognito, "UserNotFoundException", "admin_create_user", **members)


@pytest.mark.parametrize("operation", ["admin_create_user", "admin_set_user_password"])
def test_passwords_follow_the_policy(cognito, pool_id, person, operation):
    members = {"UserPoolId": pool_id, "Username": world.new_name()[0], "TemporaryPassword": "weak"}
    if operation == "admin_set_user_password":
        members = {**person.admin, "Password": "weak"}
    refuses(cognito, "InvalidPasswordException", operation, **members)


def test_attributes_follow_the_schema(cognito, pool_id):
    members = {"UserPoolId": pool_id, "Username": world.new_name()[0]}
    for given in [{"custom:shoe": "9"}, {"custom:desk": "many"}, {"email": "nowhere"}]:
        refuses(cognito, "InvalidParameterException", "admin_create_user", **members, UserAttributes=as_list(given))
    refuses(cognito, "UserNotFoundException", "admin_get_user", **members)


def test_a_user_has_a_history(cognito, person):
    user = cognito.admin_get_user(**person.admin)
    assert user["UserStatus"] == "CONFIRMED"
    assert isinstance(user["UserCreateDate"], datetime.datetime)
    assert user["UserCreateDate"] <= user["UserLastModifiedDate"]


def test_passwords_are_set_for_now_or_for_good(cognito, app, person):
    cognito.admin_set_user_password(**person.admin, Password="Cheshire-cat-1865", Permanent=False)
    assert cognito.admin_get_user(**person.admin)["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    cognito.admin_set_user_password(**person.admin, Password=PASSWORD, Permanent=True)
    assert "AuthenticationResult" in cognito.initiate_auth(**app.password_auth(person.username, PASSWORD))


def test_a_sign_up_is_confirmed_without_a_code(cognito, app):
    newcomer = world.sign_up(app)
    cognito.admin_confirm_sign_up(**newcomer.admin)
    user = cognito.admin_get_user(**newcomer.admin)
    assert user["UserStatus"] == "CONFIRMED"
    assert as_dict(user["UserAttributes"]).get("email_verified", "false") == "false"
    message = refuses(cognito, "NotAuthorizedException", "admin_confirm_sign_up", **newcomer.admin)
    assert message == "User cannot be confirmed. Current status is CONFIRMED"


def test_users_are_disabled_enabled_and_deleted(cognito, person):
    cognito.admin_disable_user(**person.admin)
    assert cognito.admin_get_user(**person.admin)["Enabled"] is False
    cognito.admin_enable_user(**person.admin)
    assert cognito.admin_get_user(**person.admin)["Enabled"] is True
    cognito.admin_delete_user(**person.admin)
    refuses(cognito, "UserNotFoundException", "admin_delete_user", **person.admin)


def test_user_with_temporary_password_gets_no_reset(cognito, person):
    cognito.admin_set_user_password(**person.admin, Password=PASSWORD, Permanent=False)
    refuses(cognito, "NotAuthorizedException", "admin_reset_user_password", **person.admin)


def test_users_are_signed_out_everywhere(cognito, person, token):
    cognito.admin_user_global_sign_out(**person.admin)
    refuses(cognito, "NotAuthorizedException", "get_user", match="Access Token has been revoked", AccessToken=token)


class TestLists:
    @pytest.fixture(scope="class")
    @classmethod
    def pool_id(cls, cognito):
        pool_id = world.new_pool(cognito)
        for number in range(7):
            name = "Walrus" if number % 2 else "Carpenter"
            world.new_person(cognito, pool_id, name=f"{name} {number}")
        return pool_id

    def names(self, cognito, pool_id, **members):
        users = cognito.list_users(UserPoolId=pool_id, **members)["Users"]
        return sorted(as_dict(user["Attributes"])["name"] for user in users)

    def test_users_come_page_by_page(self, cognito, pool_id):
        pages = list(cognito.get_paginator("list_users").paginate(UserPoolId=pool_id, PaginationConfig={"PageSize": 3}))
        assert [len(page["Users"]) for page in pages] == [3, 3, 1]
        assert len({user["Username"] for page in pages for user in page["Users"]}) == 7

    def test_a_filter_finds(self, cognito, pool_id):
        assert self.names(cognito, pool_id, Filter='name = "Walrus 1"') == ["Walrus 1"]
        assert self.names(cognito, pool_id, Filter='name ^= "Wal"') == ["Walrus 1", "Walrus 3", "Walrus 5"]
        assert self.names(cognito, pool_id, Filter='name = "walrus"') == []
        assert len(self.names(cognito, pool_id, Filter='cognito:user_status = "CONFIRMED"')) == 7

    @pytest.mark.parametrize("wrong", ["name", "name = Walrus", 'custom:theme = "dark"', 'name > "W"'])
    def test_a_filter_has_its_form(self, cognito, pool_id, wrong):
        refuses(cognito, "InvalidParameterException", "list_users", UserPoolId=pool_id, Filter=wrong)

    def test_only_the_attributes_asked_for_come(self, cognito, pool_id):
        users = cognito.list_users(UserPoolId=pool_id, AttributesToGet=["name"])["Users"]
        assert {tuple(as_dict(user["Attributes"])) for user in users} == {("name",)}


class TestGroups:
    def test_users_come_and_go(self, cognito, pool_id, app, person):
        group = {"UserPoolId": pool_id, "GroupName": world.new_name()[0]}
        made = cognito.create_group(**group, Description="Editors", Precedence=3)["Group"]
        assert (made["Description"], made["Precedence"]) == ("Editors", 3)
        membership = {**person.admin, "GroupName": group["GroupName"]}
        cognito.admin_add_user_to_group(**membership)
        [found] = cognito.admin_list_groups_for_user(**person.admin)["Groups"]
        assert found == made
        cognito.admin_remove_user_from_group(**membership)
        assert cognito.admin_list_groups_for_user(**person.admin)["Groups"] == []

    def test_a_name_is_taken_once(self, cognito, pool_id):
        group = {"UserPoolId": pool_id, "GroupName": world.new_name()[0]}
        cognito.create_group(**group)
        refuses(cognito, "GroupExistsException", "create_group", **group)

    @pytest.mark.parametrize("operation", ["admin_add_user_to_group", "admin_remove_user_from_group"])
    def test_unknown_groups_are_not_found(self, cognito, person, operation):
        refuses(cognito, "ResourceNotFoundException", operation, **person.admin, GroupName="nosuchgroup")
