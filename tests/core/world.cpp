#include "world.hpp"

#include <stdexcept>
#include <utility>

namespace gatehouse::testing {

Email email(std::string_view text) { return Email::parse(text).value(); }
ServiceCode code(std::string_view text) { return ServiceCode::parse(text).value(); }
Origin origin_at(std::string_view address) { return {.address = IpAddress::parse(address)}; }

Checked<std::vector<ApiProxyName>> proxies_named(const std::vector<std::string>& names) {
  std::vector<ApiProxyName> proxies;
  for (const std::string& name : names) proxies.push_back({name});
  return checked(std::move(proxies));
}

std::string header(const Mail& mail, std::string_view name) {
  for (const auto& [key, value] : mail.headers) {
    if (key == name) return value;
  }
  return {};
}

SaveCredential client(std::string_view username) {
  return {.username = std::string(username),
          .password = Secret(password),
          .email = email("client@example.com")};
}

CreateUser person(std::string_view address) {
  return {email(address), Secret(password), "Ann", "Ash"};
}

UpdateUser person_without_password(std::string_view address) {
  return {.email = email(address), .first_name = "Bea", .last_name = "Birch"};
}

World::World(Settings settings) : services(ports, std::move(settings)) {}

Principal World::registered_admin(std::string_view address) {
  const Registration registration = registered(address);
  return principal(must(approve(registration.id, mailed_code(), address)).token);
}

Principal World::added(const Principal& admin, Role role, std::string_view address) {
  return principal(must(services.users.create(admin, role, checked(person(address)))).token);
}

Principal World::root(std::string_view address) {
  must(services.users.create_root(checked<CreateRoot>({email(address), Secret(password)})));
  return logged_in(address);
}

Principal World::logged_in(std::string_view address, std::string_view secret) {
  return principal(must(log_in(address, secret)).token);
}

Result<NewSession> World::log_in(std::string_view address, std::string_view secret) {
  return services.sessions.log_in(checked<LogIn>({email(address), Secret(secret)}));
}

Principal World::principal(const Secret& token) {
  return must(services.sessions.authenticate(token.reveal()));
}

bool World::is_signed_in(const Principal& principal) {
  const Timestamp now = clock.now();
  return storage.read([&](const Transaction& tx) {
    return still_authenticated(tx, UserContext(principal), now).has_value();
  });
}

Registration World::registered(std::string_view address) {
  const AccountId id =
      must(services.registrations.begin(checked<RegisterAccount>({"Acme", email(address)}))).id;
  return storage.read([&](const Transaction& tx) { return tx.registrations().find(id).value(); });
}

Result<NewSession> World::approve(AccountId id, std::string_view approve_code,
                                  std::string_view address) {
  return services.registrations.approve(
      id, checked<ApproveAccount>({.approve_code = Secret(approve_code),
                                   .email = email(address),
                                   .password = Secret(password),
                                   .first_name = "Ann",
                                   .last_name = "Ash"}));
}

std::size_t World::queued() {
  return storage.read([](const Transaction& tx) { return tx.mail().count(); });
}

ProjectId World::project(const Principal& caller, std::string_view name) {
  return must(services.projects.create(caller, checked<DescribeProject>({std::string(name)})))
      .project.id;
}

const Principal& World::the_operator() {
  if (!operator_) operator_ = root("operator@example.com");
  return *operator_;
}

void World::offer(std::string_view service) {
  must(services.catalogue.create(the_operator(),
                                 checked<CreateCatalogueItem>({code(service), "Service", ""})));
}

AttachmentView World::attach_service(const Principal& caller, ProjectId project,
                                     std::string_view service) {
  return must(services.attachments.create(caller, project,
                                          checked<AttachService>({code(service), "Service", ""})));
}

ConsumerId World::consumer(const Principal& caller) {
  return must(services.consumers.create(caller, checked(CreateConsumer{}))).id;
}

ConsumerId World::attached_consumer(const Principal& caller, ProjectId project) {
  const ConsumerId id = consumer(caller);
  must(services.consumers.attach(caller, project, checked<AttachConsumer>({id})));
  return id;
}

MintedToken World::mint(const Principal& caller, ConsumerId consumer, ProjectId project,
                        std::string_view service) {
  return must(services.consumers.mint_token(
      caller, checked<MintConsumerToken>({consumer, project, code(service)})));
}

std::optional<ConsumerToken> World::stored(const Secret& consumer_token) {
  const TokenDigest key = digest.sha256(consumer_token.reveal());
  return storage.read([&](const Transaction& tx) { return tx.consumer_tokens().find(key); });
}

ServiceCaller World::service_of(const Principal& caller, ProjectId project) {
  const NewServiceToken issued = must(services.service_tokens.issue(caller, project));
  return must(services.service_tokens.authenticate(issued.text.reveal()));
}

void World::api_proxy(const Principal& caller, std::string_view project, std::string_view name) {
  must(
      services.api_proxies.create(caller, project, checked<RegisterApiProxy>({std::string(name)})));
}

void World::api_proxy_group(const Principal& caller, std::string_view project,
                            std::string_view name, const std::vector<std::string>& proxies) {
  must(services.api_proxy_groups.create(caller, project,
                                        checked<CreateApiProxyGroup>({std::string(name)})));
  must(services.api_proxy_groups.add_proxies(caller, project, name, proxies_named(proxies)));
}

void World::credential(const Principal& caller, std::string_view project,
                       std::string_view username) {
  must(services.credentials.create(caller, project, checked<CreateCredential>({client(username)})));
}

void World::grant(const Principal& caller, std::string_view project, std::string_view username,
                  std::string_view proxy, std::optional<Timestamp> until) {
  must(services.grants.add(
      caller, project, username,
      checked_list<GrantAccess>({{std::string(proxy), TargetType::api_proxy, until}})));
}

void World::grant_group(const Principal& caller, std::string_view project,
                        std::string_view username, std::string_view group,
                        std::optional<Timestamp> until) {
  must(services.grants.add(
      caller, project, username,
      checked_list<GrantAccess>({{std::string(group), TargetType::api_proxy_group, until}})));
}

void World::permit(const Principal& admin, ProjectId project, const Principal& developer) {
  must(services.members.set(admin, project, developer.user.id,
                            checked<SetPermissions>({{Permission::manage_api_security}})));
}

std::optional<Credential> World::find_credential(AccountId account, std::string_view username) {
  return storage.read(
      [&](const Transaction& tx) { return tx.credentials().find(account, username); });
}

Contents World::contents(AccountId account) {
  constexpr std::size_t all = 10'000;
  return storage.read([&](const Transaction& tx) {
    Contents contents;
    contents.account = tx.accounts().find(account);
    for (const Role role : {Role::admin, Role::billing, Role::developer, Role::root}) {
      for (User& user : tx.users().list(account, role, {std::nullopt, all})) {
        contents.users.push_back(std::move(user));
      }
    }
    contents.projects = tx.projects().list(account, {std::nullopt, all});
    contents.consumers = tx.consumers().list(account, {std::nullopt, all});
    const auto first_project = ProjectId::parse(std::string(32, '0')).value();
    const auto last_project = ProjectId::parse(std::string(32, 'f')).value();
    for (const auto& [project, service] :
         tx.attachments().codes(account, first_project, last_project)) {
      contents.attachments.push_back(tx.attachments().find(account, project, service).value());
    }
    for (const Project& project : contents.projects) {
      contents.push_keys.push_back(tx.projects().push_keys(account, project.id));
      for (const Consumer& consumer : contents.consumers) {
        if (tx.consumers().is_attached(account, project.id, consumer.id)) {
          contents.attached.emplace_back(project.id, consumer.id);
        }
      }
    }
    contents.catalogue = tx.catalogue().list({std::nullopt, all});
    contents.mails = tx.mail().count();
    contents.credentials = tx.credentials().list(account, std::nullopt, {std::nullopt, all});
    contents.api_proxies = tx.api_proxies().list(account, std::nullopt, {std::nullopt, all});
    contents.api_proxy_groups =
        tx.api_proxy_groups().list(account, std::nullopt, {std::nullopt, all});
    for (const ApiProxyGroup& group : contents.api_proxy_groups) {
      contents.grouped.push_back(tx.api_proxy_groups().proxies(account, group.scope, group.name));
    }
    std::vector<Scope> scopes{Scope::everywhere()};
    for (const Project& project : contents.projects) scopes.push_back(Scope::of(project.id));
    for (const Credential& credential : contents.credentials) {
      for (const Scope& scope : scopes) {
        for (Grant& grant : tx.grants().list(account, credential.id, scope)) {
          contents.grants.push_back(std::move(grant));
        }
      }
    }
    for (const Project& project : contents.projects) {
      for (Member& member : tx.members().list(account, project.id, {std::nullopt, all})) {
        contents.members.push_back(std::move(member));
      }
    }
    contents.gateways = tx.gateways().list(account, {std::nullopt, all});
    contents.service_accounts = tx.service_accounts().list(account, {std::nullopt, all});
    const Scan& scan = Scan::through(tx);
    const auto keep_own = [&]<class Record>(std::vector<Record>& records) {
      for_each_record<Record>(scan, all, [&](const Record& record) {
        if (record.account == account) records.push_back(record);
      });
    };
    keep_own(contents.token_families);
    keep_own(contents.service_tokens);
    keep_own(contents.usage);
    for_each_record<LimitSetting>(scan, all, [&](const LimitSetting& setting) {
      if (!setting.account || setting.account == account) contents.limits.push_back(setting);
    });
    contents.signing_keys = tx.signing_keys().list();
    return contents;
  });
}

}  // namespace gatehouse::testing
