// A profile page behind express-openid-connect, as its README sets it up: the session is an encrypted cookie.

import ejs from "ejs";
import express from "express";
import openid from "express-openid-connect";

const { ORIGIN, PORT, ISSUER, CLIENT_ID, CLIENT_SECRET, SCOPES } = process.env;
const app = express();
app.engine("ejs", ejs.renderFile);
app.set("view engine", "ejs");
app.set("views", new URL("views", import.meta.url).pathname);
app.get("/healthz", (_request, response) => response.type("text").send("ok"));
app.use(
  openid.auth({
    issuerBaseURL: ISSUER,
    baseURL: ORIGIN,
    clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    secret: "of this benchmark only, and long enough for a key",
    authRequired: false,
    authorizationParams: { response_type: "code", scope: SCOPES },
    routes: { callback: "/logged_in" },
  }),
);
app.get("/", (request, response) => response.render("home", { person: request.oidc.user }));
app.get("/profile", openid.requiresAuth(), (request, response) => response.render("profile", { person: request.oidc.user }));
app.get("/api/me", openid.requiresAuth(), (request, response) => response.json(request.oidc.user));
app.listen(Number(PORT), "127.0.0.1");
