// A client on the types that openapi-typescript makes, with openapi-fetch.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import createClient from 'openapi-fetch';
import type { components, paths } from './gatehouse.js';

type Project = components['schemas']['Project'];

function setting(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}

/** Returns the code of the mail for the registration. */
function approveCode(registration: string): string {
  const folder = join(setting('GATEHOUSE_MAILDIR'), 'new');
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8');
    const code = /^X-Approve-Code: (\S+)/m.exec(text)?.[1];
    if (text.includes(`X-Registration-Id: ${registration}`) && code) return code;
  }
  throw new Error(`no mail for the registration ${registration}`);
}

const password = setting('GATEHOUSE_PASSWORD');
const service = setting('GATEHOUSE_SERVICE');
const email = 'typescript@example.com';
const api = createClient<paths>({ baseUrl: setting('GATEHOUSE_URL') });

const begun = await api.POST('/api/v1/register', {
  body: { organizationName: 'TypeScript Ltd', email },
});
assert(begun.data, JSON.stringify(begun.error));
const registration = begun.data.content.registrationId;

const approved = await api.PUT('/api/v1/register/{registration_id}', {
  params: { path: { registration_id: registration } },
  body: {
    approveCode: approveCode(registration),
    email,
    password,
    firstName: 'Ada',
    lastName: 'Lovelace',
  },
});
assert(approved.data, JSON.stringify(approved.error));

const session = await api.POST('/api/v1/session', { body: { email, password } });
assert(session.data, JSON.stringify(session.error));
const token = session.data.content.token;
assert(token);
api.use({
  onRequest({ request }) {
    request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
});

const me = await api.GET('/api/v1/me');
assert(me.data);
const role: 'admin' | 'billing' | 'developer' | 'root' = me.data.content.role;
assert.equal(role, 'admin');

const created = await api.POST('/api/v1/projects', { body: { name: 'Web shop' } });
assert(created.data, JSON.stringify(created.error));
const project: Project = created.data.content;
assert.equal(project.userUsed, 0);

const again = await api.POST('/api/v1/projects', { body: { name: 'Web shop' } });
assert.equal(again.response.status, 409);
assert.equal(again.error?.code, 'already_exists');

const missing = await api.GET('/api/v1/projects/{project_id}', {
  params: { path: { project_id: '0'.repeat(32) } },
});
assert.equal(missing.response.status, 404);
assert.equal(missing.error?.code, 'not_found');

const consumer = await api.POST('/api/v1/consumers', { body: {} });
assert(consumer.data, JSON.stringify(consumer.error));
const path = { project_id: project.id };
const attachedService = await api.POST('/api/v1/projects/{project_id}/services', {
  params: { path },
  body: { serviceCatalogCode: service, name: 'Push' },
});
assert(attachedService.data, JSON.stringify(attachedService.error));
const attached = await api.POST('/api/v1/projects/{project_id}/consumers', {
  params: { path },
  body: { consumerId: consumer.data.content.id },
});
assert(attached.data, JSON.stringify(attached.error));

const minted = await api.POST('/api/v1/consumer-tokens', {
  body: {
    consumerId: consumer.data.content.id,
    projectId: project.id,
    serviceCatalogCode: service,
  },
});
assert(minted.data, JSON.stringify(minted.error));
assert.match(minted.data.content.token ?? '', /^[0-9a-f]{64}$/);

const inProject = { params: { path: { projectName: project.name } } };
const saved = await api.POST('/apiops/projects/{projectName}/credentials/', {
  ...inProject,
  body: { username: 'reader', password: 'secret', email: 'reader@example.com' },
});
assert(saved.data, JSON.stringify(saved.error));
const credentials = await api.GET('/apiops/projects/{projectName}/credentials/', inProject);
assert(credentials.data, JSON.stringify(credentials.error));
assert.deepEqual(credentials.data.resultList.map((one) => one.username), ['reader']);
