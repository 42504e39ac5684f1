// Pools, apps and people for the AWS SDK, made by itself.

export const password = "Tweedledum-1871";
export const flows = ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"];

let count = 0;

export function newName() {
  count += 1;
  return { Username: `person${count}`, email: `person${count}@example.com` };
}

export const asList = (attributes) => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** What tests do again and again in one pool, by an app without a secret. */
export async function newWorld(aws, settings = {}) {
  const pool = { PoolName: "Contract", AutoVerifiedAttributes: ["email"], MfaConfiguration: "OPTIONAL", ...settings };
  const UserPoolId = (await aws.call("CreateUserPool", pool)).UserPool.Id;
  const ExplicitAuthFlows = flows.map((flow) => `ALLOW_${flow}`);

  async function newApp(more = {}) {
    const members = { UserPoolId, ClientName: "App", ExplicitAuthFlows, ...more };
    return (await aws.call("CreateUserPoolClient", members)).UserPoolClient;
  }

  const { ClientId } = await newApp();

  async function newPerson(more = {}) {
    const { Username, email } = newName();
    const UserAttributes = asList({ email, email_verified: "true", ...more });
    const MessageAction = "SUPPRESS";
    await aws.call("AdminCreateUser", { UserPoolId, Username, UserAttributes, MessageAction });
    await aws.call("AdminSetUserPassword", { UserPoolId, Username, Password: password, Permanent: true });
    return { UserPoolId, Username, email, admin: { UserPoolId, Username }, own: { ClientId, Username } };
  }

  async function newcomer() {
    const { Username, email } = newName();
    const UserAttributes = asList({ email });
    await aws.call("SignUp", { ClientId, Username, Password: password, UserAttributes });
    return { UserPoolId, Username, email, admin: { UserPoolId, Username }, own: { ClientId, Username } };
  }

  const byPassword = ({ Username }, PASSWORD = password) => ({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD },
  });

  const byAdmin = (person, PASSWORD) => ({
    ...byPassword(person, PASSWORD),
    UserPoolId,
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
  });

  const signIn = async (person) => (await aws.call("InitiateAuth", byPassword(person))).AuthenticationResult;

  return { UserPoolId, ClientId, newApp, newPerson, newcomer, byPassword, byAdmin, signIn };
}
