#include "world.hpp"

namespace gatehouse::conformance {

World make_world(Samples& make) {
  World world{.account = make.account(),
              .registration = make.registration(),
              .admin = {},
              .developer = {},
              .session = {},
              .reset = {},
              .project = {},
              .push_keys = {},
              .item = make.item(),
              .attachment = {},
              .consumer = {},
              .token = {},
              .approval = {},
              .reset_mail = {}};
  const AccountId account = world.account.id;
  world.admin = make.user(account, Role::admin);
  world.developer = make.user(account);
  world.session = make.session(world.developer);
  world.reset = make.reset(world.developer);
  world.project = make.project(account);
  world.push_keys = {.fcm_api_keys = "key", .fcm_project_number = {}, .apns_cert = ""};
  world.attachment = make.attachment(world.project, world.item.code);
  world.consumer = make.consumer(account);
  world.token = make.token(world.project, world.item.code, world.consumer);
  world.approval = make.approval(world.registration.id);
  world.reset_mail = make.reset_mail(world.developer);
  return world;
}

bool insert(Transaction& tx, const World& world) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  bool all = tx.accounts().insert(world.account);
  all &= tx.registrations().insert(world.registration);
  all &= tx.users().insert(world.admin);
  all &= tx.users().insert(world.developer);
  tx.sessions().insert(world.session);
  tx.password_resets().insert(world.reset);
  all &= tx.projects().insert(world.project);
  all &= tx.projects().set_push_keys(account, project, world.push_keys);
  all &= tx.catalogue().insert(world.item);
  all &= tx.attachments().insert(world.attachment);
  all &= tx.consumers().insert(world.consumer);
  all &= tx.consumers().attach(account, project, world.consumer.id);
  tx.consumer_tokens().insert(world.token);
  tx.mail().insert(world.approval);
  tx.mail().insert(world.reset_mail);
  return all;
}

bool wreck(Transaction& tx, const World& world, Samples make) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;

  bool all = tx.mail().lease(at(0), at(1), many).empty();
  all &= tx.mail().erase(world.approval.id);
  all &= tx.mail().erase_of_user(account, world.developer.id) == 1;
  tx.mail().insert(make.approval(make.id<AccountId>()));

  all &= tx.consumer_tokens().erase_of_consumer(account, project, world.consumer.id) == 1;
  tx.consumer_tokens().insert(make.token(world.project, world.item.code, world.consumer));
  all &= tx.consumers().detach(account, project, world.consumer.id);
  all &= tx.consumers().erase_all(account) == 1;
  all &= tx.consumers().insert(make.consumer(account));

  all &= tx.attachments().erase(account, project, world.item.code);
  all &= tx.attachments().insert(make.attachment(world.project, world.item.code));
  all &= tx.catalogue().insert(make.item());

  Project renamed = world.project;
  renamed.name = "Renamed";
  all &= tx.projects().update(renamed) == Update::done;
  all &= tx.projects().take_user(account, project);
  tx.projects().give_back_user(account, project);
  tx.projects().give_back_user(account, project);
  all &= tx.projects().set_push_keys(account, project, {});
  all &= tx.projects().insert(make.project(account));

  all &= tx.sessions().erase_of_user(account, world.developer.id, {}) == 1;
  all &= tx.password_resets().erase_all(account) == 1;
  all &= tx.users().erase(account, world.developer.id);
  User moved = world.admin;
  moved.email = make.new_email();
  moved.last_name = "Changed";
  all &= tx.users().update(moved) == Update::done;
  tx.sessions().insert(make.session(moved));
  tx.password_resets().insert(make.reset(moved));
  all &= tx.users().insert(make.user(account));

  Registration tried = world.registration;
  tried.wrong_codes = 9;
  all &= tx.registrations().update_code(tried);
  all &= tx.registrations().erase_expired(tried.code_expires_at, many) == 1;
  all &= tx.registrations().insert(make.registration());

  Account elsewhere = world.account;
  elsewhere.organization_name = "Changed";
  elsewhere.email = make.new_email();
  all &= tx.accounts().update(elsewhere) == Update::done;

  tx.attachments().erase_all(account);
  all &= tx.projects().erase_all(account) == 2;
  tx.sessions().erase_all(account);
  tx.password_resets().erase_all(account);
  all &= tx.users().erase_all(account) == 2;
  all &= tx.accounts().erase(account);
  return all;
}

Sight see(const Transaction& tx, const World& world) {
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
  return {.account = tx.accounts().find(account),
          .account_by_email = tx.accounts().find_by_email(world.account.email),
          .registration = tx.registrations().find(world.registration.id),
          .registration_by_email = tx.registrations().find_by_email(world.registration.email),
          .admins = tx.users().list(account, Role::admin, {.after = {}, .limit = many}),
          .developers = tx.users().list(account, Role::developer, {.after = {}, .limit = many}),
          .developer_by_email = tx.users().find_by_email(world.developer.email),
          .developer_count = tx.users().count(account, Role::developer),
          .session = tx.sessions().find(world.session.digest),
          .reset = tx.password_resets().find(world.reset.digest),
          .projects = tx.projects().list(account, {.after = {}, .limit = many}),
          .project_count = tx.projects().count(account),
          .push_keys = tx.projects().push_keys(account, project),
          .item = tx.catalogue().find(world.item.code),
          .attachment = tx.attachments().find(account, project, world.item.code),
          .codes = tx.attachments().codes(account, project),
          .consumers = tx.consumers().list(account, {.after = {}, .limit = many}),
          .attached = tx.consumers().is_attached(account, project, world.consumer.id),
          .token = tx.consumer_tokens().find(world.token.digest),
          .mail = tx.mail().count()};
}

Sight whole(const World& world, std::size_t mail) {
  return {.account = world.account,
          .account_by_email = world.account,
          .registration = world.registration,
          .registration_by_email = world.registration,
          .admins = {world.admin},
          .developers = {world.developer},
          .developer_by_email = world.developer,
          .developer_count = 1,
          .session = signed_in(world.session, world.developer),
          .reset = world.reset,
          .projects = {world.project},
          .project_count = 1,
          .push_keys = world.push_keys,
          .item = world.item,
          .attachment = world.attachment,
          .codes = {world.item.code},
          .consumers = {world.consumer},
          .attached = true,
          .token = world.token,
          .mail = mail};
}

}  // namespace gatehouse::conformance
