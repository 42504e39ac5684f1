// A browser with cookies and no JavaScript: enough for the pool's pages.

import assert from "node:assert/strict";

const attribute = (tag, name) => tag.match(new RegExp(`${name}="([^"]*)"`))?.[1].replaceAll("&amp;", "&");

export class Browser {
  cookies = new Map();
  visited = [];

  /** One request; redirects are not followed. */
  async visit(url, form) {
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      headers: { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") },
      body: form && new URLSearchParams(form),
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (line.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.visited.push(new URL(url).pathname);
    const location = response.headers.get("location");
    return { url, status: response.status, html: await response.text(), location: location && new URL(location, url) };
  }

  /** Follows redirects as long as they stay with the pool. */
  async open(url, form) {
    const page = await this.visit(url, form);
    const stays = page.location && page.location.origin === new URL(url).origin;
    return stays ? this.open(page.location) : page;
  }

  /** Fills in the form of a page and sends it, hidden fields included. */
  async submit(page, fields) {
    const form = page.html.match(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/i)?.[0];
    assert.ok(form, `no form on ${page.url}: ${page.html}`);
    const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
    const names = inputs.map((tag) => attribute(tag, "name"));
    for (const name of Object.keys(fields)) assert.ok(names.includes(name), `no field ${name} on ${page.url}`);
    const hidden = inputs.filter((tag) => attribute(tag, "type") === "hidden");
    const kept = Object.fromEntries(hidden.map((tag) => [attribute(tag, "name"), attribute(tag, "value")]));
    return this.open(new URL(attribute(form, "action"), page.url), { ...kept, ...fields });
  }

  /** From the app's link over the sign-in page to the redirect back to the app. */
  async signIn(url, { name, password }) {
    const page = await this.submit(await this.open(url), { username: name, password });
    assert.equal(page.status, 302, page.html);
    return page.location;
  }
}
