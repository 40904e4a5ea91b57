// Drives a certified OpenID Connect client through everything a relying party does. Settings come as JSON on standard input.
import { strict as assert } from 'node:assert';
import { text } from 'node:stream/consumers';
import * as oidc from 'openid-client';

const settings = JSON.parse(await text(process.stdin));
const server = new URL(settings.issuer);
const insecure = { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] };

const passed = (step) => console.log(`ok ${step}`);

/** A browser: cookies, and redirects one by one. */
class Browser {
  cookies = new Map();

  async request(url, form) {
    const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(url, { method: form ? 'POST' : 'GET', body: form, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
      this.cookies.set(name, value);
    }
    return response;
  }

  async location(url, form) {
    const response = await this.request(url, form);
    assert.equal(response.status, 303);
    return new URL(response.headers.get('location'), server);
  }

  async fill(url, typed) {
    const page = await (await this.request(url)).text();
    return this.submit(page, typed);
  }

  submit(page, typed = {}) {
    const decode = (value) => value.replaceAll('&#x2B;', '+').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const form = new URLSearchParams();
    for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) form.set(name, decode(value));
    for (const [name, value] of Object.entries(typed)) form.set(name, value);
    const action = page.match(/<form method="post" action="([^"]+)"/)[1];
    return this.location(new URL(action, server), form);
  }
}

async function refused(promise, error) {
  await assert.rejects(promise, (thrown) => {
    assert.equal(thrown.error, error, thrown);
    return true;
  });
}

const portal = await oidc.discovery(server, settings.publicClient, undefined, oidc.None(), insecure);
assert.equal(portal.serverMetadata().issuer, settings.issuer);
assert.equal(portal.serverMetadata().supportsPKCE(), true);
passed('discovery');

const browser = new Browser();
const verifier = oidc.randomPKCECodeVerifier();
const checks = { pkceCodeVerifier: verifier, expectedNonce: oidc.randomNonce(), expectedState: oidc.randomState(), idTokenExpected: true };
const start = oidc.buildAuthorizationUrl(portal, {
  redirect_uri: settings.redirectUri,
  scope: 'openid profile email offline_access',
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  nonce: checks.expectedNonce,
  state: checks.expectedState,
});
const signIn = await browser.location(start);
assert.equal(signIn.pathname, '/sign-in');
const back = await browser.fill(signIn, { email: settings.email, password: settings.password });
const callback = await browser.location(back);
assert.ok(callback.href.startsWith(settings.redirectUri));
const tokens = await oidc.authorizationCodeGrant(portal, callback, checks);
const subject = tokens.claims().sub;
assert.equal(tokens.claims().nonce, checks.expectedNonce);
assert.equal(tokens.claims().aud, settings.publicClient);
passed('authorization code with PKCE, state, nonce, issuer and signature');

await assert.rejects(oidc.authorizationCodeGrant(portal, callback, { ...checks, expectedState: 'another' }));
await refused(oidc.authorizationCodeGrant(portal, callback, checks), 'invalid_grant');
passed('code reuse refused');

const silent = new URL(start);
silent.searchParams.set('prompt', 'none');
const second = await browser.location(silent);
await assert.rejects(oidc.authorizationCodeGrant(portal, second, { ...checks, expectedNonce: 'another' }), (thrown) => thrown.cause.cause.claim === 'nonce');
passed('wrong nonce noticed');

const third = await oidc.authorizationCodeGrant(portal, await browser.location(silent), checks);
const info = await oidc.fetchUserInfo(portal, third.access_token, subject);
assert.equal(info.email, settings.email);
assert.ok(info.name);
passed('userinfo');

const refreshed = await oidc.refreshTokenGrant(portal, third.refresh_token);
assert.equal(refreshed.claims().sub, subject);
assert.notEqual(refreshed.refresh_token, third.refresh_token);
passed('refresh');

await refused(oidc.refreshTokenGrant(portal, third.refresh_token), 'invalid_grant');
await refused(oidc.refreshTokenGrant(portal, refreshed.refresh_token), 'invalid_grant');
passed('refresh token reuse ends the family');

const fourth = await oidc.authorizationCodeGrant(portal, await browser.location(silent), checks);
await oidc.tokenRevocation(portal, fourth.refresh_token, { token_type_hint: 'refresh_token' });
await refused(oidc.refreshTokenGrant(portal, fourth.refresh_token), 'invalid_grant');
await assert.rejects(oidc.fetchUserInfo(portal, fourth.access_token, subject));
passed('revocation');

for (const method of [oidc.ClientSecretBasic, oidc.ClientSecretPost]) {
  const machine = await oidc.discovery(server, settings.machineClient, undefined, method(settings.machineSecret), insecure);
  const own = await oidc.clientCredentialsGrant(machine);
  assert.equal(own.token_type, 'bearer');
  const wrong = await oidc.discovery(server, settings.machineClient, undefined, method('wrong'), insecure);
  await assert.rejects(oidc.clientCredentialsGrant(wrong), (thrown) => thrown.status === 401 || thrown.cause?.[0]?.scheme === 'basic');
}
passed('client credentials');

const web = await oidc.discovery(server, settings.webClient, undefined, oidc.ClientSecretBasic(settings.webSecret), insecure);
const webStart = new URL(silent);
webStart.searchParams.set('client_id', settings.webClient);
const webTokens = await oidc.authorizationCodeGrant(web, await browser.location(webStart), checks);
assert.equal(webTokens.claims().sub, subject);
passed('confidential application in the same session');

const last = await oidc.authorizationCodeGrant(portal, await browser.location(silent), checks);
const end = oidc.buildEndSessionUrl(portal, {
  id_token_hint: last.id_token,
  post_logout_redirect_uri: settings.signedOutUri,
  state: 'bye',
});
const signedOut = await browser.location(end);
assert.equal(signedOut.href, `${settings.signedOutUri}?state=bye`);
await refused(oidc.refreshTokenGrant(portal, last.refresh_token), 'invalid_grant');
const afterwards = await browser.location(silent);
assert.equal(afterwards.searchParams.get('error'), 'login_required');
passed('end session');
