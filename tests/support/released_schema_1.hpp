/// A database of the program with schema version 1, in its original SQL: never to be changed.
#pragma once

namespace gatehouse::testing {

inline constexpr const char* released_schema_1 = R"sql(
PRAGMA application_id = 1195463749;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE accounts (
         id TEXT PRIMARY KEY,
         organization_name TEXT NOT NULL,
         address TEXT NOT NULL,
         phone TEXT NOT NULL,
         email TEXT NOT NULL,
         email_key TEXT NOT NULL UNIQUE,
         created_at BIGINT NOT NULL);
CREATE TABLE registrations (
         id TEXT PRIMARY KEY,
         organization_name TEXT NOT NULL,
         email TEXT NOT NULL,
         email_key TEXT NOT NULL UNIQUE,
         code_digest TEXT NOT NULL,
         code_expires_at BIGINT NOT NULL,
         wrong_codes BIGINT NOT NULL,
         created_at BIGINT NOT NULL);
CREATE INDEX registrations_by_expiry ON registrations (code_expires_at);
CREATE TABLE users (
         user_key INTEGER PRIMARY KEY,
         id TEXT NOT NULL,
         account_id TEXT NOT NULL,
         role TEXT NOT NULL,
         email TEXT NOT NULL,
         email_key TEXT NOT NULL UNIQUE,
         first_name TEXT NOT NULL,
         last_name TEXT NOT NULL,
         password_hash TEXT NOT NULL,
         created_at BIGINT NOT NULL);
CREATE INDEX users_by_account ON users (account_id, role, id);
CREATE TABLE sessions (
         token_key INTEGER PRIMARY KEY,
         digest TEXT NOT NULL,
         account_id TEXT NOT NULL,
         user_id TEXT NOT NULL,
         user_key BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL,
         role TEXT,
         email TEXT,
         first_name TEXT,
         last_name TEXT,
         user_created_at BIGINT);
CREATE INDEX sessions_by_user ON sessions (account_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE TABLE password_resets (
         token_key INTEGER PRIMARY KEY,
         digest TEXT NOT NULL,
         account_id TEXT NOT NULL,
         user_id TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL);
CREATE INDEX password_resets_by_user ON password_resets (account_id, user_id);
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);
CREATE TABLE projects (
         id TEXT PRIMARY KEY,
         account_id TEXT NOT NULL,
         name TEXT NOT NULL,
         description TEXT NOT NULL,
         user_limit BIGINT NOT NULL,
         user_used BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, name));
CREATE INDEX projects_by_account ON projects (account_id, id);
CREATE TABLE project_push_keys (
         account_id TEXT NOT NULL,
         project_id TEXT NOT NULL,
         fcm_api_keys TEXT,
         fcm_project_number TEXT,
         apns_cert TEXT,
         PRIMARY KEY (account_id, project_id));
CREATE TABLE catalogue (
         code TEXT PRIMARY KEY,
         name TEXT NOT NULL,
         description TEXT NOT NULL,
         created_at BIGINT NOT NULL);
CREATE INDEX catalogue_by_creation ON catalogue (created_at, code);
CREATE TABLE attachments (
         id TEXT PRIMARY KEY,
         account_id TEXT NOT NULL,
         project_id TEXT NOT NULL,
         service TEXT NOT NULL,
         name TEXT NOT NULL,
         description TEXT NOT NULL,
         item_limit BIGINT NOT NULL,
         item_used BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         UNIQUE (account_id, project_id, service));
CREATE TABLE consumers (
         id TEXT NOT NULL PRIMARY KEY,
         account_id TEXT NOT NULL,
         created_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE INDEX consumers_by_account ON consumers (account_id, id);
CREATE TABLE project_consumers (
         account_id TEXT NOT NULL,
         project_id TEXT NOT NULL,
         consumer_id TEXT NOT NULL,
         PRIMARY KEY (account_id, project_id, consumer_id)) WITHOUT ROWID;
CREATE TABLE consumer_tokens (
         token_key INTEGER PRIMARY KEY,
         digest TEXT NOT NULL,
         account_id TEXT NOT NULL,
         project_id TEXT NOT NULL,
         service TEXT NOT NULL,
         consumer_id TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL);
CREATE INDEX consumer_tokens_by_consumer
         ON consumer_tokens (account_id, project_id, consumer_id, service);
CREATE INDEX consumer_tokens_by_expiry ON consumer_tokens (expires_at);
CREATE TABLE outgoing_mail (
         id TEXT PRIMARY KEY,
         kind TEXT NOT NULL,
         recipient TEXT NOT NULL,
         registration_id TEXT NOT NULL,
         account_id TEXT NOT NULL,
         user_id TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         leased_until BIGINT NOT NULL);
CREATE INDEX outgoing_mail_by_lease ON outgoing_mail (leased_until);
CREATE INDEX outgoing_mail_by_registration ON outgoing_mail (registration_id);
CREATE INDEX outgoing_mail_by_user ON outgoing_mail (account_id, user_id);
)sql";

/// One account with one record of every kind, and a root user.
inline constexpr const char* rows_of_schema_1 = R"sql(
INSERT INTO schema_version VALUES (1, 'accounts, users, projects, services, consumers, tokens,
  mail');
INSERT INTO accounts VALUES ('019a0000000070010102030405060708', 'Örnek O''Neill A.Ş.',
  'Street 1', '00905321234', 'Owner@Example.org', 'owner@example.org', 1763000000123456);
INSERT INTO registrations VALUES ('019a0000000070020203040506070809', 'Applicant',
  'New@Example.org', 'new@example.org',
  '25303b46515c67727d88939ea9b4bfcad5e0ebf6010c17222d38434e59646f7a', 1763000900123456, 2,
  1763000000123457);
INSERT INTO users VALUES (4017286369621578746, '019a000000007003030405060708090a',
  '019a0000000070010102030405060708', 'developer', 'Dev@Example.org', 'dev@example.org', 'Ayşe',
  'Yılmaz', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 1763000000123458);
INSERT INTO users VALUES (8346942628646267250, '019a0000000070040405060708090a0b', '', 'root',
  'root@example.org', 'root@example.org', 'Root', 'User',
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 1763000000123459);
INSERT INTO sessions VALUES (-3689493340302317046,
  '4a55606b76818c97a2adb8c3ced9e4effa05101b26313c47525d68737e89949f',
  '019a0000000070010102030405060708', '019a000000007003030405060708090a', 4017286369621578746,
  1763000000123460, 1763000000123461, 'developer', 'Dev@Example.org', 'Ayşe', 'Yılmaz',
  1763000000123458);
INSERT INTO password_resets VALUES (3786945207101123918,
  '6f7a85909ba6b1bcc7d2dde8f3fe09141f2a35404b56616c77828d98a3aeb9c4',
  '019a0000000070010102030405060708', '019a000000007003030405060708090a', 1763000000123462,
  1763000000123463);
INSERT INTO projects VALUES ('019a00000000700505060708090a0b0c',
  '019a0000000070010102030405060708', 'Project', 'Description', 100, 1, 1763000000123464);
INSERT INTO project_push_keys VALUES ('019a0000000070010102030405060708',
  '019a00000000700505060708090a0b0c', 'key', NULL, '');
INSERT INTO catalogue VALUES ('push', 'Push', 'Sends', 1763000000123465);
INSERT INTO attachments VALUES ('019a000000007006060708090a0b0c0d',
  '019a0000000070010102030405060708', '019a00000000700505060708090a0b0c', 'push', 'Push',
  'For us', 1000, 10, 1763000000123466);
INSERT INTO consumers VALUES ('019a0000000070070708090a0b0c0d0e',
  '019a0000000070010102030405060708', 1763000000123467);
INSERT INTO project_consumers VALUES ('019a0000000070010102030405060708',
  '019a00000000700505060708090a0b0c', '019a0000000070070708090a0b0c0d0e');
INSERT INTO consumer_tokens VALUES (-3115168750552293313,
  '949faab5c0cbd6e1ecf7020d18232e39444f5a65707b86919ca7b2bdc8d3dee9',
  '019a0000000070010102030405060708', '019a00000000700505060708090a0b0c', 'push',
  '019a0000000070070708090a0b0c0d0e', 1763000000123468, 1763000000123469);
INSERT INTO outgoing_mail VALUES ('019a00000000700808090a0b0c0d0e0f', 'approval',
  'New@Example.org', '019a0000000070020203040506070809', '', '', 1763000000123470,
  1763000000123470);
INSERT INTO outgoing_mail VALUES ('019a000000007009090a0b0c0d0e0f10', 'password_reset',
  'Dev@Example.org', '', '019a0000000070010102030405060708', '019a000000007003030405060708090a',
  1763000000123471, 1763000000123471);
)sql";

}  // namespace gatehouse::testing
