// openid-client against the token endpoint: discovery, exchange, introspection, revocation, and the
// token of a service account.
import assert from 'node:assert/strict';
import * as client from 'openid-client';

function setting(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}

const url = new URL(setting('GATEHOUSE_URL'));

function discover(id: string, secret: string): Promise<client.Configuration> {
  return client.discovery(url, id, undefined, client.ClientSecretBasic(secret), {
    algorithm: 'oauth2',
    execute: [client.allowInsecureRequests],
  });
}

const server = await discover(setting('GATEHOUSE_PROJECT'), setting('GATEHOUSE_SERVICE_TOKEN'));

const first = await client.refreshTokenGrant(server, setting('GATEHOUSE_CONSUMER_TOKEN'));
assert.equal(first.token_type, 'bearer');
assert((first.expiresIn() ?? 0) > 0);
assert(first.refresh_token);

const second = await client.refreshTokenGrant(server, first.refresh_token);
assert.notEqual(second.refresh_token, first.refresh_token);

const inspected = await client.tokenIntrospection(server, second.access_token);
assert.equal(inspected.active, true);
assert.equal(inspected.sub, setting('GATEHOUSE_CONSUMER'));

assert(second.refresh_token);
await client.tokenRevocation(server, second.refresh_token);
await assert.rejects(
  client.refreshTokenGrant(server, second.refresh_token),
  (error: unknown) => error instanceof client.ResponseBodyError && error.error === 'invalid_grant',
);

const account = await discover(setting('GATEHOUSE_CLIENT_ID'), setting('GATEHOUSE_CLIENT_SECRET'));
const granted = await client.clientCredentialsGrant(account);
const me = await client.fetchProtectedResource(
  account,
  granted.access_token,
  new URL('/api/v1/me', url),
  'GET',
);
assert.equal(me.status, 200);
