// Every operation, used by the AWS SDK for JavaScript for what it is there for.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";

import { connect } from "./aws-sdk.mjs";
import { startLocalPool } from "./local-pool.mjs";
import { totp } from "./totp.mjs";

const password = "Tweedledum-1871";
const newPassword = "Tweedledee-1871";
const flows = ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"];
const rights = ["email", "name", "custom:theme"];

let pool, aws, UserPoolId, ClientId;

before(async () => {
  pool = await startLocalPool();
  aws = connect(pool.url, "aws-sdk-operations");
  const made = await aws.call("CreateUserPool", {
    PoolName: "Contract",
    Schema: [{ Name: "theme", AttributeDataType: "String", Mutable: true }],
    AutoVerifiedAttributes: ["email"],
    MfaConfiguration: "OPTIONAL",
  });
  UserPoolId = made.UserPool.Id;
  ({ ClientId } = await newApp());
});

after(async () => {
  aws.close();
  await pool.stop();
});

async function newApp(settings = {}) {
  const answer = await aws.call("CreateUserPoolClient", {
    UserPoolId,
    ClientName: "App",
    ExplicitAuthFlows: flows.map((flow) => `ALLOW_${flow}`),
    ReadAttributes: [...rights, "email_verified"],
    WriteAttributes: rights,
    ...settings,
  });
  return answer.UserPoolClient;
}

let count = 0;
function newName() {
  count += 1;
  return { Username: `person${count}`, email: `person${count}@example.com` };
}

async function newPerson() {
  const { Username, email } = newName();
  await aws.call("AdminCreateUser", {
    UserPoolId,
    Username,
    UserAttributes: [
      { Name: "email", Value: email },
      { Name: "email_verified", Value: "true" },
    ],
    MessageAction: "SUPPRESS",
  });
  await aws.call("AdminSetUserPassword", { UserPoolId, Username, Password: password, Permanent: true });
  return { Username, email };
}

const byPassword = (Username, PASSWORD = password, more = {}) => ({
  ClientId,
  AuthFlow: "USER_PASSWORD_AUTH",
  AuthParameters: { USERNAME: Username, PASSWORD, ...more },
});

async function signIn(Username, PASSWORD) {
  return (await aws.call("InitiateAuth", byPassword(Username, PASSWORD))).AuthenticationResult;
}

const valueOf = (user, name) => user.UserAttributes.find(({ Name }) => Name === name)?.Value;

test("people sign up, confirm and sign in", async () => {
  const { Username, email } = newName();
  const UserAttributes = [{ Name: "email", Value: email }];
  const signedUp = await aws.call("SignUp", { ClientId, Username, Password: password, UserAttributes });
  assert.equal(signedUp.UserConfirmed, false);
  assert.equal(signedUp.CodeDeliveryDetails.DeliveryMedium, "EMAIL");
  await aws.call("ResendConfirmationCode", { ClientId, Username });
  await aws.call("ConfirmSignUp", { ClientId, Username, ConfirmationCode: await pool.codeSentTo(email) });
  const { AccessToken } = await signIn(Username);
  const user = await aws.call("GetUser", { AccessToken });
  assert.equal(valueOf(user, "sub"), signedUp.UserSub);
  assert.equal(valueOf(user, "email_verified"), "true");
});

test("an app client proves its secret by hash", async () => {
  const app = await newApp({ GenerateSecret: true });
  const { Username } = await newPerson();
  const hash = createHmac("sha256", app.ClientSecret).update(Username + app.ClientId).digest("base64");
  const members = { ...byPassword(Username, password, { SECRET_HASH: hash }), ClientId: app.ClientId };
  assert.ok((await aws.call("InitiateAuth", members)).AuthenticationResult);
  members.AuthParameters.SECRET_HASH = createHmac("sha256", "other").update(Username).digest("base64");
  await aws.refused("NotAuthorizedException", "InitiateAuth", members);
});

test("attributes are read, written, proven and deleted", async () => {
  const { Username } = await newPerson();
  const { AccessToken } = await signIn(Username);
  const email = newName().email;
  const UserAttributes = [
    { Name: "custom:theme", Value: "dark" },
    { Name: "email", Value: email },
  ];
  const updated = await aws.call("UpdateUserAttributes", { AccessToken, UserAttributes });
  assert.equal(updated.CodeDeliveryDetailsList[0].AttributeName, "email");
  const AttributeName = "email";
  await aws.call("GetUserAttributeVerificationCode", { AccessToken, AttributeName });
  await aws.call("VerifyUserAttribute", { AccessToken, AttributeName, Code: await pool.codeSentTo(email) });
  await aws.call("DeleteUserAttributes", { AccessToken, UserAttributeNames: ["custom:theme"] });
  const user = await aws.call("GetUser", { AccessToken });
  assert.equal(valueOf(user, "email"), email);
  assert.equal(valueOf(user, "custom:theme"), undefined);
});

test("passwords are changed, forgotten and reset", async () => {
  const { Username, email } = await newPerson();
  const { AccessToken } = await signIn(Username);
  const PreviousPassword = password;
  await aws.call("ChangePassword", { AccessToken, PreviousPassword, ProposedPassword: newPassword });
  await aws.call("ForgotPassword", { ClientId, Username });
  const confirmed = async () => ({
    ClientId, Username, ConfirmationCode: await pool.codeSentTo(email), Password: password,
  });
  await aws.call("ConfirmForgotPassword", await confirmed());
  await aws.call("AdminResetUserPassword", { UserPoolId, Username });
  await aws.call("ConfirmForgotPassword", await confirmed());
  assert.ok(await signIn(Username));
});

test("tokens are refreshed, revoked and given up", async () => {
  const { Username } = await newPerson();
  const tokens = await signIn(Username);
  const refresh = { ClientId, RefreshToken: tokens.RefreshToken };
  const renewed = await aws.call("GetTokensFromRefreshToken", refresh);
  assert.equal(renewed.AuthenticationResult.RefreshToken, undefined);
  await aws.call("RevokeToken", { ClientId, Token: tokens.RefreshToken });
  await aws.refused("NotAuthorizedException", "GetTokensFromRefreshToken", refresh);
  const { AccessToken } = await signIn(Username);
  await aws.call("GlobalSignOut", { AccessToken });
  await aws.refused("NotAuthorizedException", "GetUser", { AccessToken });
});

test("an authenticator app is required once verified", async () => {
  const { Username } = await newPerson();
  const { AccessToken } = await signIn(Username);
  const { SecretCode } = await aws.call("AssociateSoftwareToken", { AccessToken });
  const first = { AccessToken, UserCode: totp(SecretCode, await pool.now()) };
  assert.equal((await aws.call("VerifySoftwareToken", first)).Status, "SUCCESS");
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await aws.call("SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings });
  const factors = await aws.call("GetUserAuthFactors", { AccessToken });
  assert.equal(factors.PreferredMfaSetting, "SOFTWARE_TOKEN_MFA");
  await pool.advance(30);
  const challenge = await aws.call("InitiateAuth", byPassword(Username));
  const answer = {
    ClientId,
    ChallengeName: challenge.ChallengeName,
    Session: challenge.Session,
    ChallengeResponses: { USERNAME: Username, SOFTWARE_TOKEN_MFA_CODE: totp(SecretCode, await pool.now()) },
  };
  assert.ok((await aws.call("RespondToAuthChallenge", answer)).AuthenticationResult);
});

test("administrators lead users", async () => {
  const user = { UserPoolId, Username: newName().Username };
  const invited = await aws.call("AdminCreateUser", { ...user, TemporaryPassword: password });
  assert.equal(invited.User.UserStatus, "FORCE_CHANGE_PASSWORD");
  assert.ok(invited.User.UserCreateDate instanceof Date);
  const auth = { ...byPassword(user.Username), UserPoolId, AuthFlow: "ADMIN_USER_PASSWORD_AUTH" };
  const { ChallengeName, Session } = await aws.call("AdminInitiateAuth", auth);
  const ChallengeResponses = { USERNAME: user.Username, NEW_PASSWORD: newPassword };
  const answer = { UserPoolId, ClientId, ChallengeName, Session, ChallengeResponses };
  assert.ok((await aws.call("AdminRespondToAuthChallenge", answer)).AuthenticationResult);
  const UserAttributes = [{ Name: "custom:theme", Value: "dark" }];
  await aws.call("AdminUpdateUserAttributes", { ...user, UserAttributes });
  assert.equal(valueOf(await aws.call("AdminGetUser", user), "custom:theme"), "dark");
  await aws.call("AdminDeleteUserAttributes", { ...user, UserAttributeNames: ["custom:theme"] });
  for (const operation of ["AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut", "AdminDeleteUser"]) {
    await aws.call(operation, user);
  }
  await aws.refused("UserNotFoundException", "AdminGetUser", user);
});

test("administrators confirm a sign-up, and people delete themselves", async () => {
  const { Username } = newName();
  await aws.call("SignUp", { ClientId, Username, Password: password });
  await aws.call("AdminConfirmSignUp", { UserPoolId, Username });
  const { AccessToken } = await signIn(Username);
  await aws.call("DeleteUser", { AccessToken });
  await aws.refused("UserNotFoundException", "AdminGetUser", { UserPoolId, Username });
});

test("groups have members", async () => {
  const { Username } = await newPerson();
  const GroupName = "editors";
  await aws.call("CreateGroup", { UserPoolId, GroupName, Precedence: 1 });
  await aws.call("AdminAddUserToGroup", { UserPoolId, Username, GroupName });
  const { Groups } = await aws.call("AdminListGroupsForUser", { UserPoolId, Username });
  assert.deepEqual(Groups.map((group) => group.GroupName), [GroupName]);
  await aws.call("AdminRemoveUserFromGroup", { UserPoolId, Username, GroupName });
});

test("pools, clients, users are listed, changed, deleted", async () => {
  const { Username } = await newPerson();
  const found = await aws.call("ListUsers", { UserPoolId, Filter: `username = "${Username}"` });
  assert.deepEqual(found.Users.map((user) => user.Username), [Username]);
  const CustomAttributes = [{ Name: "shoe", AttributeDataType: "Number" }];
  await aws.call("AddCustomAttributes", { UserPoolId, CustomAttributes });
  const { UserPool } = await aws.call("DescribeUserPool", { UserPoolId });
  assert.ok(UserPool.SchemaAttributes.some(({ Name }) => Name === "custom:shoe"));
  const { UserPools } = await aws.call("ListUserPools", { MaxResults: 60 });
  assert.ok(UserPools.some(({ Id }) => Id === UserPoolId));
  const app = { UserPoolId, ClientId: (await newApp()).ClientId };
  await aws.call("UpdateUserPoolClient", { ...app, ClientName: "Renamed" });
  assert.equal((await aws.call("DescribeUserPoolClient", app)).UserPoolClient.ClientName, "Renamed");
  const { UserPoolClients } = await aws.call("ListUserPoolClients", { UserPoolId, MaxResults: 60 });
  assert.ok(UserPoolClients.some((listed) => listed.ClientId === app.ClientId));
  await aws.call("DeleteUserPoolClient", app);
  await aws.refused("ResourceNotFoundException", "DescribeUserPoolClient", app);
  const other = (await aws.call("CreateUserPool", { PoolName: "Short-lived" })).UserPool.Id;
  await aws.call("UpdateUserPool", { UserPoolId: other, MfaConfiguration: "OPTIONAL" });
  assert.equal((await aws.call("DescribeUserPool", { UserPoolId: other })).UserPool.MfaConfiguration, "OPTIONAL");
  const domain = { UserPoolId: other, Domain: "contract-javascript" };
  await aws.call("CreateUserPoolDomain", domain);
  const { DomainDescription } = await aws.call("DescribeUserPoolDomain", { Domain: domain.Domain });
  assert.equal(DomainDescription.UserPoolId, other);
  await aws.call("UpdateUserPoolDomain", { ...domain, ManagedLoginVersion: 2 });
  const { UserPoolClient: styled } = await aws.call("CreateUserPoolClient", { UserPoolId: other, ClientName: "Styled" });
  const style = { UserPoolId: other, ClientId: styled.ClientId };
  await aws.refused("ResourceNotFoundException", "DescribeManagedLoginBrandingByClient", style);
  await aws.call("CreateManagedLoginBranding", { ...style, UseCognitoProvidedValues: true });
  await aws.refused("ManagedLoginBrandingExistsException", "CreateManagedLoginBranding", { ...style, UseCognitoProvidedValues: true });
  const { ManagedLoginBranding } = await aws.call("DescribeManagedLoginBrandingByClient", style);
  assert.equal(ManagedLoginBranding.UserPoolId, other);
  const apps = { SoftwareTokenMfaConfiguration: { Enabled: true } };
  await aws.call("SetUserPoolMfaConfig", { UserPoolId: other, MfaConfiguration: "ON", ...apps });
  assert.equal((await aws.call("GetUserPoolMfaConfig", { UserPoolId: other })).MfaConfiguration, "ON");
  await aws.refused("FeatureUnavailableInTierException", "UpdateUserPool", { UserPoolId: other, UserPoolTier: "LITE" });
  await aws.call("DeleteUserPoolDomain", domain);
  await aws.refused("InvalidParameterException", "DescribeUserPoolDomain", { Domain: "x".repeat(64) });
  await aws.call("DeleteUserPool", { UserPoolId: other });
  await aws.refused("ResourceNotFoundException", "DescribeUserPool", { UserPoolId: other });
});

test("an app client rotates its secret", async () => {
  const app = { UserPoolId, ClientId: (await newApp({ GenerateSecret: true })).ClientId };
  const { ClientSecrets: [first] } = await aws.call("ListUserPoolClientSecrets", app);
  const { ClientSecretDescriptor: second } = await aws.call("AddUserPoolClientSecret", app);
  assert.ok(second.ClientSecretCreateDate instanceof Date);
  await aws.refused("LimitExceededException", "AddUserPoolClientSecret", app);
  await aws.call("DeleteUserPoolClientSecret", { ...app, ClientSecretId: first.ClientSecretId });
  const { UserPoolClient } = await aws.call("DescribeUserPoolClient", app);
  assert.equal(UserPoolClient.ClientSecret, second.ClientSecretValue);
});
