/// Schema 10: erasures that run in steps, and the sums of usage.
///
/// Conventions are those of schema_001.hpp. In an erasure, `scope` is a project's id, '' for every
/// project or '*' for all scopes; `keep` is a session's digest or ''; `after_time` and `after_key`
/// store how far the copies of a user were refreshed (see session_copies.hpp).
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::sql {

inline constexpr auto schema_010 = std::to_array<std::string_view>({
    R"(CREATE TABLE erasures (
         account_id @text NOT NULL,
         kind @text NOT NULL,
         scope @text NOT NULL,
         name @text NOT NULL,
         keep @text NOT NULL,
         after_time BIGINT NOT NULL,
         after_key BIGINT NOT NULL,
         PRIMARY KEY (account_id, kind, scope, name)) @clustered)",

    R"(CREATE TABLE usage_totals (
         account_id @text NOT NULL,
         project_id @text NOT NULL,
         service @text NOT NULL,
         amount BIGINT NOT NULL,
         PRIMARY KEY (account_id, project_id, service)) @clustered)",
    R"(INSERT INTO usage_totals (account_id, project_id, service, amount)
         SELECT account_id, project_id, service, CAST(sum(amount) AS BIGINT) FROM usage_entries
         GROUP BY account_id, project_id, service)",

    // The service comes first, so that a step finds the rows of a service however many other rows
    // there are. The rows of a consumer are found service by service; a project has few services.
    "DROP INDEX consumer_tokens_by_consumer",
    R"(CREATE INDEX consumer_tokens_by_service
         ON consumer_tokens (account_id, project_id, service, consumer_id))",
    "DROP INDEX token_families_by_consumer",
    R"(CREATE INDEX token_families_by_service
         ON token_families (account_id, project_id, service, consumer_id))",

    // This is the order in which copies are refreshed in steps.
    "DROP INDEX sessions_by_user",
    "CREATE INDEX sessions_by_user ON sessions (account_id, user_id, expires_at)",
});

}  // namespace gatehouse::sql
