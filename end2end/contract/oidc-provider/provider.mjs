// npm's oidc-provider with the scopes, claims and endpoints of Amazon Cognito.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import Provider from "oidc-provider";

const scopes = ["openid", "email", "profile", "aws.cognito.signin.user.admin"];

/** The provider issues JWTs as access tokens only for a resource: here, Cognito's own API. */
const userApi = "urn:cognito:user-api";

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), alg: "RS256", use: "sig" };
}

const lifetimes = { Grant: 3600, IdToken: 3600, Interaction: 3600, RefreshToken: 3600, Session: 3600 };

const clientOf = ({ id, secret, appOrigin }) => ({
  client_id: id,
  client_secret: secret,
  redirect_uris: [`${appOrigin}/logged_in`],
  post_logout_redirect_uris: [`${appOrigin}/logged_out`],
  grant_types: ["authorization_code", "refresh_token"],
  scope: scopes.join(" "),
  require_auth_time: true,
});

const accountOf = ({ sub, attributes }) => ({
  accountId: sub,
  claims: (use) => ({
    ...attributes,
    sub,
    email_verified: true,
    "cognito:username": sub,
    token_use: use === "id_token" ? "id" : undefined,
  }),
});

/** Claims of Cognito's access tokens that are not standard. */
function accessTokenClaims({ oidc }, token) {
  const { authTime } = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken;
  return { token_use: "access", username: token.accountId, auth_time: authTime };
}

/** Grants every scope without a page: Cognito asks for no consent. */
async function grantEverything({ oidc }) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(scopes.join(" "));
  grant.addResourceScope(userApi, scopes.join(" "));
  await grant.save();
  return grant;
}

export function newProvider(issuer, app, person) {
  const accessTokens = { scope: scopes.join(" "), accessTokenFormat: "jwt" };
  return new Provider(issuer, {
    clients: [clientOf(app)],
    jwks: { keys: [newKey()] },
    cookies: { keys: [randomUUID()] },
    scopes,
    claims: {
      openid: ["sub", "cognito:username", "token_use"],
      email: ["email", "email_verified"],
      profile: ["name"],
    },
    conformIdTokenClaims: false,
    ttl: { ...lifetimes, AccessToken: app.accessTokenLife },
    findAccount: (_, id) => (id === person.sub ? accountOf(person) : undefined),
    extraTokenClaims: accessTokenClaims,
    loadExistingGrant: grantEverything,
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    routes: {
      authorization: "/oauth2/authorize",
      token: "/oauth2/token",
      userinfo: "/oauth2/userInfo",
      revocation: "/oauth2/revoke",
      end_session: "/logout",
      jwks: "/.well-known/jwks.json",
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_, { clientId }, token) => token.clientId === clientId },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => userApi,
        getResourceServerInfo: () => accessTokens,
        useGrantedResource: () => true,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = `<!doctype html><title>Sign out of the provider</title>${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
        },
      },
    },
  });
}
