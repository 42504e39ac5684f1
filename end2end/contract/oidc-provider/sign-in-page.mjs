// The sign-in page, which oidc-provider leaves to the site.

import express from "express";

const html = (alert = "") => `<!doctype html><html lang="en"><title>Sign in</title>${alert}
<form method="post">
<label>Email address <input name="email" type="email"></label>
<label>Password <input name="password" type="password"></label>
<button>Sign in</button>
</form></html>`;

export function signInPage(provider, { sub, password, attributes }) {
  const router = express.Router({ mergeParams: true });
  router.get("/", (_, answer) => answer.send(html()));
  router.post("/", express.urlencoded({ extended: false }), async (request, answer) => {
    const { email, password: given } = request.body;
    const isRight = email === attributes.email && given === password;
    if (!isRight) return answer.send(html('<p role="alert">Wrong password</p>'));
    await provider.interactionFinished(request, answer, { login: { accountId: sub } });
  });
  return router;
}
