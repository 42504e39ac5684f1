// Amplify's own form, with nothing changed.

import { Authenticator } from "@aws-amplify/ui-react";
import "@aws-amplify/ui-react/styles.css";
import { createRoot } from "react-dom/client";

import "./configure.js";

createRoot(document.getElementById("root")).render(
  <Authenticator>
    {({ signOut, user }) => (
      <main>
        <h1>Hello {user.signInDetails?.loginId}</h1>
        <button onClick={signOut}>Sign out</button>
      </main>
    )}
  </Authenticator>,
);
