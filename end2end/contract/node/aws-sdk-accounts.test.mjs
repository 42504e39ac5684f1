// Codes, passwords, names and settings that are refused, each with its own exception class of the AWS SDK.

import { after, before, test } from "node:test";

import { connect } from "./aws-sdk.mjs";
import { startLocalPool } from "./local-pool.mjs";
import { asList, newName, newWorld, password } from "./people.mjs";

const newPassword = "Tweedledee-1871";
const hour = 3600;
/** How many of them a code for a new password survives. */
const wrongCodes = 10;
let pool, aws, world;

before(async () => {
  pool = await startLocalPool();
  aws = connect(pool.url, "aws-sdk-accounts");
  world = await newWorld(aws, { AliasAttributes: ["email"] });
});

after(async () => {
  aws.close();
  await pool.stop();
});

const refused = (...call) => aws.refused(...call);
const wrong = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

test("names and passwords of newcomers", async () => {
  const { Username, own } = await world.newPerson();
  await refused("UsernameExistsException", "SignUp", { ...own, Password: password });
  await refused("InvalidPasswordException", "SignUp", { ...own, Username: newName().Username, Password: "weak" });
  const UserPoolId = world.UserPoolId;
  await refused("UsernameExistsException", "AdminCreateUser", { UserPoolId, Username });
  const again = { UserPoolId, MessageAction: "RESEND" };
  await refused("UnsupportedUserStateException", "AdminCreateUser", { ...again, Username });
  await refused("UserNotFoundException", "AdminCreateUser", { ...again, Username: "nobody" });
  const weak = { UserPoolId, Username: newName().Username, TemporaryPassword: "weak" };
  await refused("InvalidPasswordException", "AdminCreateUser", weak);
  await refused("InvalidPasswordException", "AdminSetUserPassword", { UserPoolId, Username, Password: "weak" });
});

test("codes of a sign-up", async () => {
  const newcomer = await world.newcomer();
  const { email, own, admin } = newcomer;
  await refused("UserNotConfirmedException", "InitiateAuth", world.byPassword(newcomer));
  await refused("UserNotConfirmedException", "AdminInitiateAuth", world.byAdmin(newcomer));
  const reset = { ...own, ConfirmationCode: "123456", Password: newPassword };
  await refused("UserNotConfirmedException", "ConfirmForgotPassword", reset);
  const ConfirmationCode = await pool.codeSentTo(email);
  await refused("CodeMismatchException", "ConfirmSignUp", { ...own, ConfirmationCode: wrong(ConfirmationCode) });
  await pool.advance(24 * hour + 1);
  await refused("ExpiredCodeException", "ConfirmSignUp", { ...own, ConfirmationCode });
  await aws.call("AdminConfirmSignUp", admin);
  await refused("NotAuthorizedException", "AdminConfirmSignUp", admin);
});

test("unknown users", async () => {
  const nobody = { ClientId: world.ClientId, Username: "nobody" };
  await refused("UserNotFoundException", "ForgotPassword", nobody);
  await refused("UserNotFoundException", "ResendConfirmationCode", nobody);
  await refused("UserNotFoundException", "ConfirmSignUp", { ...nobody, ConfirmationCode: "123456" });
  const reset = { ...nobody, ConfirmationCode: "123456", Password: newPassword };
  await refused("UserNotFoundException", "ConfirmForgotPassword", reset);
  await refused("UserNotFoundException", "InitiateAuth", world.byPassword(nobody));
  await refused("UserNotFoundException", "AdminInitiateAuth", world.byAdmin(nobody));
});

test("passwords changed, forgotten and reset", async () => {
  const person = await world.newPerson();
  const { AccessToken } = await world.signIn(person);
  const change = { AccessToken, PreviousPassword: password, ProposedPassword: "weak" };
  await refused("InvalidPasswordException", "ChangePassword", change);
  await aws.call("ForgotPassword", person.own);
  const code = await pool.codeSentTo(person.email);
  const confirm = { ...person.own, ConfirmationCode: code, Password: newPassword };
  await refused("InvalidPasswordException", "ConfirmForgotPassword", { ...confirm, Password: "weak" });
  await refused("CodeMismatchException", "ConfirmForgotPassword", { ...confirm, ConfirmationCode: wrong(code) });
  await pool.advance(hour + 1);
  await refused("ExpiredCodeException", "ConfirmForgotPassword", confirm);
  await aws.call("AdminResetUserPassword", person.admin);
  await refused("PasswordResetRequiredException", "InitiateAuth", world.byPassword(person));
  await refused("PasswordResetRequiredException", "AdminInitiateAuth", world.byAdmin(person));
  await aws.call("AdminDisableUser", person.admin);
  await refused("NotAuthorizedException", "AdminResetUserPassword", person.admin);
  await refused("NotAuthorizedException", "AdminInitiateAuth", world.byAdmin(person));
});

test("a reset code survives a few wrong guesses", async () => {
  const { own, email } = await world.newPerson();
  await aws.call("ForgotPassword", own);
  const ConfirmationCode = await pool.codeSentTo(email);
  const confirm = (code) => ({ ...own, ConfirmationCode: code, Password: newPassword });
  for (let time = 0; time < wrongCodes; time += 1) {
    await refused("CodeMismatchException", "ConfirmForgotPassword", confirm(wrong(ConfirmationCode)));
  }
  await refused("TooManyFailedAttemptsException", "ConfirmForgotPassword", confirm(ConfirmationCode));
});

test("addresses that belong to others", async () => {
  const [first, second, third] = [await world.newPerson(), await world.newPerson(), await world.newPerson()];
  const taken = { UserAttributes: asList({ email: first.email }) };
  const { AccessToken } = await world.signIn(second);
  await refused("AliasExistsException", "UpdateUserAttributes", { AccessToken, ...taken });
  await refused("AliasExistsException", "AdminUpdateUserAttributes", { ...second.admin, ...taken });
  const { email } = newName();
  const codes = [];
  for (const person of [second, third]) {
    const { AccessToken } = await world.signIn(person);
    await aws.call("UpdateUserAttributes", { AccessToken, UserAttributes: asList({ email }) });
    codes.push({ AccessToken, AttributeName: "email", Code: await pool.codeSentTo(email) });
  }
  await refused("CodeMismatchException", "VerifyUserAttribute", { ...codes[1], Code: wrong(codes[1].Code) });
  await aws.call("VerifyUserAttribute", codes[0]);
  await refused("AliasExistsException", "VerifyUserAttribute", codes[1]);
});

test("an alias verified elsewhere meanwhile is refused", async () => {
  const newcomer = await world.newcomer();
  const { Username } = newName();
  const UserAttributes = asList({ email: newcomer.email, email_verified: "true" });
  const { UserPoolId } = world;
  await aws.call("AdminCreateUser", { UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const ConfirmationCode = await pool.codeSentTo(newcomer.email);
  await refused("AliasExistsException", "ConfirmSignUp", { ...newcomer.own, ConfirmationCode });
});

test("a proof that comes too late", async () => {
  const person = await world.newPerson();
  const AttributeName = "email";
  const first = await world.signIn(person);
  await aws.call("GetUserAttributeVerificationCode", { AccessToken: first.AccessToken, AttributeName });
  const Code = await pool.codeSentTo(person.email);
  await pool.advance(24 * hour + 1);
  const { AccessToken } = await world.signIn(person);
  await refused("ExpiredCodeException", "VerifyUserAttribute", { AccessToken, AttributeName, Code });
});

test("refresh tokens fail twice, revoked, or without user", async () => {
  const RefreshTokenRotation = { Feature: "ENABLED", RetryGracePeriodSeconds: 0 };
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH"];
  const { ClientId } = await world.newApp({ RefreshTokenRotation, ExplicitAuthFlows });
  const person = await world.newPerson();
  const signIn = await aws.call("InitiateAuth", { ...world.byPassword(person), ClientId });
  const rotating = { ClientId, RefreshToken: signIn.AuthenticationResult.RefreshToken };
  await aws.call("GetTokensFromRefreshToken", rotating);
  await refused("RefreshTokenReuseException", "GetTokensFromRefreshToken", rotating);
  const { AccessToken, RefreshToken } = await world.signIn(person);
  const revoke = { ClientId: world.ClientId, Token: AccessToken };
  await refused("UnsupportedTokenTypeException", "RevokeToken", revoke);
  const lasting = await world.newApp({ EnableTokenRevocation: false });
  const vain = { ClientId: lasting.ClientId, Token: RefreshToken };
  await refused("UnsupportedOperationException", "RevokeToken", vain);
  await aws.call("AdminDeleteUser", person.admin);
  const orphan = { ClientId: world.ClientId, RefreshToken };
  await refused("UserNotFoundException", "GetTokensFromRefreshToken", orphan);
});

test("settings that cannot be", async () => {
  const { UserPoolId } = world;
  const { ClientId } = await world.newApp();
  const group = { UserPoolId, GroupName: "editors" };
  await aws.call("CreateGroup", group);
  await refused("GroupExistsException", "CreateGroup", group);
  const names = { UsernameAttributes: ["email"], AliasAttributes: ["email"] };
  await refused("InvalidParameterException", "CreateUserPool", { PoolName: "Impossible", ...names });
  await refused("InvalidParameterException", "ListUserPools", { MaxResults: 61 });
  const impossible = {
    ScopeDoesNotExistException: { AllowedOAuthScopes: ["https://nowhere.example.com/x"] },
    InvalidOAuthFlowException: { AllowedOAuthFlows: ["code", "client_credentials"] },
  };
  for (const [error, settings] of Object.entries(impossible)) {
    await refused(error, "CreateUserPoolClient", { UserPoolId, ClientName: "App", ...settings });
    await refused(error, "UpdateUserPoolClient", { UserPoolId, ClientId, ...settings });
  }
});
