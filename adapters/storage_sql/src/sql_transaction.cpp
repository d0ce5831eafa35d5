#include <gatehouse/storage_sql/sql_transaction.hpp>

#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include <algorithm>
#include <limits>
#include <list>
#include <string>

#include "record_statements.hpp"
#include "records/accounts.hpp"
#include "records/api_proxies.hpp"
#include "records/api_proxy_groups.hpp"
#include "records/approve_codes.hpp"
#include "records/attachments.hpp"
#include "records/catalogue.hpp"
#include "records/consumer_tokens.hpp"
#include "records/consumers.hpp"
#include "records/credentials.hpp"
#include "records/erasures.hpp"
#include "records/gateways.hpp"
#include "records/grants.hpp"
#include "records/idempotency_keys.hpp"
#include "records/limits.hpp"
#include "records/mail.hpp"
#include "records/mail_ledger.hpp"
#include "records/members.hpp"
#include "records/password_resets.hpp"
#include "records/projects.hpp"
#include "records/registrations.hpp"
#include "records/service_accounts.hpp"
#include "records/service_tokens.hpp"
#include "records/sessions.hpp"
#include "records/signing_keys.hpp"
#include "records/token_families.hpp"
#include "records/usage.hpp"
#include "records/users.hpp"
#include "row.hpp"

namespace gatehouse::sql {
namespace {

/// One scan for each kind of record.
template <class Kinds>
struct ScansOf;
template <class... Kinds>
struct ScansOf<std::tuple<Kinds...>> : TableScan<Kinds>... {
  explicit ScansOf(Connection& connection) : TableScan<Kinds>(connection)... {}
};

/// The newest record of each kind, found by the indexes on ids.
class NewestRecords {
 public:
  explicit NewestRecords(Connection& connection)
      : catalogue_(connection,
                   "SELECT created_at FROM catalogue ORDER BY created_at DESC, code DESC LIMIT 1") {
    records::each_kind([&]<class Record>(records::KindOf<Record>) {
      if constexpr (requires(const Record& record) { record.id; }) {
        ids_.emplace_back(connection,
                          "SELECT id FROM " + table_name<Record>() + " ORDER BY id DESC LIMIT 1");
      }
    });
  }

  [[nodiscard]] Newest find() const {
    Newest newest;
    for (auto& statement : ids_) {
      const auto id = statement.one(
          [](const std::string& text) { return to<Id<struct AnyRecordTag>>(text).bytes(); });
      newest.id = std::max(newest.id, id);
    }
    newest.catalogue_item =
        catalogue_.one([](long long created_at) { return to<Timestamp>(created_at); });
    return newest;
  }

 private:
  mutable std::list<Statement<In<>, Out<std::string>>> ids_;
  mutable Statement<In<>, Out<long long>> catalogue_;
};

}  // namespace

struct SqlTransaction::Records final : ScanBy<SqlTransaction::Records> {
  explicit Records(Connection& on) : connection(on) {}

  Collections collections() {
    return {accounts,
            registrations,
            approve_codes,
            users,
            sessions,
            service_accounts,
            service_account_tokens,
            password_resets,
            idempotency_keys,
            projects,
            catalogue,
            attachments,
            consumers,
            consumer_tokens,
            mail,
            members,
            credentials,
            grants,
            api_proxies,
            api_proxy_groups,
            gateways,
            token_families,
            service_tokens,
            signing_keys,
            usage,
            limits,
            mail_ledger,
            erasures};
  }

  Newest newest() const override { return newest_records.find(); }

  std::vector<Erasure> all_erasures() const override {
    return erasures.list(std::numeric_limits<std::size_t>::max());
  }

  template <class Record>
  std::vector<Record> page_of(const Page<Record>& page) const {
    return static_cast<const TableScan<Record>&>(scans).page(page);
  }

  Connection& connection;
  Erasures erasures{connection};
  Accounts accounts{connection};
  Registrations registrations{connection};
  ApproveCodes approve_codes{connection};
  Users users{connection, erasures};
  Sessions sessions{connection, erasures, users};
  ServiceAccounts service_accounts{connection, erasures};
  ServiceAccountTokens service_account_tokens{connection, erasures};
  PasswordResets password_resets{connection, erasures};
  IdempotencyKeys idempotency_keys{connection, erasures};
  Projects projects{connection};
  Catalogue catalogue{connection};
  Attachments attachments{connection};
  Consumers consumers{connection};
  ConsumerTokens consumer_tokens{connection, erasures};
  Mail mail{connection};
  Members members{connection};
  Credentials credentials{connection, erasures};
  Grants grants{connection, erasures};
  ApiProxies api_proxies{connection};
  ApiProxyGroups api_proxy_groups{connection, erasures};
  Gateways gateways{connection, erasures};
  TokenFamilies token_families{connection, erasures};
  ServiceTokens service_tokens{connection, erasures};
  SigningKeys signing_keys{connection};
  Usage usage{connection};
  LimitSettings limits{connection};
  MailLedger mail_ledger{connection};
  NewestRecords newest_records{connection};
  ScansOf<RecordKinds> scans{connection};
};

SqlTransaction::SqlTransaction(Connection& connection)
    : SqlTransaction(std::make_unique<Records>(connection)) {}

SqlTransaction::SqlTransaction(std::unique_ptr<Records> records)
    : Transaction(records->collections()), records_(std::move(records)) {}

SqlTransaction::~SqlTransaction() = default;

const Scan& SqlTransaction::scan() const { return *records_; }

}  // namespace gatehouse::sql
