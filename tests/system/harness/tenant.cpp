#include "tenant.hpp"

#include <boost/json/serialize.hpp>
#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

std::string object(std::initializer_list<std::pair<const char*, std::string>> members) {
  json::object all;
  for (const auto& [name, value] : members) all[name] = value;
  return json::serialize(all);
}

ApiReply expect(unsigned status, ApiReply reply) {
  if (reply.status != status) {
    throw std::runtime_error("not " + std::to_string(status) + " but " +
                             std::to_string(reply.status) + ": " + reply.http.body);
  }
  return reply;
}

}  // namespace

std::string registration_body(const std::string& email) {
  return object({{"organizationName", "Example Organization"}, {"email", email}});
}
std::string approval_body(const std::string& code, const std::string& email) {
  return object({{"approveCode", code},
                 {"email", email},
                 {"password", usual_password},
                 {"firstName", "emre"},
                 {"lastName", "dönmez"}});
}
std::string login_body(const std::string& email, const std::string& password) {
  return object({{"email", email}, {"password", password}});
}
std::string user_body(const std::string& email) {
  return object({{"email", email},
                 {"password", usual_password},
                 {"firstName", "emre"},
                 {"lastName", "dönmez"}});
}
std::string email_body(const std::string& email) { return object({{"email", email}}); }
std::string name_body(const std::string& name) { return object({{"name", name}}); }
std::string attach_service_body(const std::string& code) {
  return object({{"serviceCatalogCode", code}, {"name", "message"}});
}
std::string attach_consumer_body(const std::string& consumer) {
  return object({{"consumerId", consumer}});
}
std::string mint_body(const std::string& consumer, const std::string& project,
                      const std::string& code) {
  return object({{"consumerId", consumer}, {"projectId", project}, {"serviceCatalogCode", code}});
}

std::string in_capitals(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

Registration register_account(Installation& site) {
  return register_account(site, site.fresh_email());
}

Registration register_account(Installation& site, const std::string& email) {
  const auto reply = expect(201, site.connect().post("/api/v1/register", registration_body(email)));
  return {reply.text("registrationId"), email,
          site.mailbox().last_to(email).header("X-Approve-Code")};
}

std::string request_reset(Installation& site, const std::string& email) {
  expect(201, site.connect().post("/api/v1/forgot-password", email_body(email)));
  return site.mailbox().last_to(email).header("X-Reset-Token");
}

Tenant::Tenant(Installation& installation) : site(installation), client(site.connect()) {
  const Registration registration = register_account(site);
  account = registration.id;
  email = registration.email;
  const auto reply = expect(202, client.put("/api/v1/register/" + registration.id,
                                            approval_body(registration.code, email)));
  admin = {reply.text("id"), email, usual_password, reply.text("token")};
}

Tenant& Tenant::furnish() {
  developer = add_user("developers");
  billing = add_user("billings");
  project = add_project();
  service = site.add_service();
  attach_service(project, service);
  consumer = attach_consumer(project);
  consumer_token = mint_token();
  return *this;
}

Person Tenant::add_user(const std::string& collection) {
  const std::string address = site.fresh_email();
  const auto reply = expect(201, post("/" + collection, user_body(address)));
  return {reply.text("id"), address, usual_password, reply.text("token")};
}

std::string Tenant::add_project() {
  const auto reply =
      expect(201, post("/projects", name_body("Project " + std::to_string(++projects_))));
  return reply.text("id");
}

std::string Tenant::add_consumer() { return expect(201, post("/consumers", "{}")).text("id"); }

std::string Tenant::attach_consumer(const std::string& project_id) {
  std::string id = add_consumer();
  expect(201, post("/projects/" + project_id + "/consumers", attach_consumer_body(id)));
  return id;
}

void Tenant::attach_service(const std::string& project_id, const std::string& code) {
  expect(201, post("/projects/" + project_id + "/services", attach_service_body(code)));
}

std::string Tenant::mint_token() {
  return expect(201, post("/consumer-tokens", mint_body(consumer, project, service))).text("token");
}

std::string Tenant::log_in(const Person& person) {
  return expect(201, client.post("/api/v1/session", login_body(person.email, person.password)))
      .text("token");
}

std::string Tenant::sight() {
  std::string seen;
  const std::string one = "/projects/" + project;
  for (const std::string& path :
       {std::string("/account"), std::string("/admins"), std::string("/developers"),
        std::string("/billings"), "/developers/" + developer.id, std::string("/projects"), one,
        one + "/api", one + "/services/" + service, std::string("/consumers"),
        std::string("/me")}) {
    seen += expect(200, get(path)).http.body + "\n";
  }
  return seen;
}

ApiReply Tenant::post(const std::string& path, std::string body) {
  return client.post("/api/v1" + path, std::move(body), admin.token);
}

ApiReply Tenant::put(const std::string& path, std::string body) {
  return client.put("/api/v1" + path, std::move(body), admin.token);
}

ApiReply Tenant::patch(const std::string& path, std::string body) {
  return client.send({.method = "PATCH",
                      .target = "/api/v1" + path,
                      .token = admin.token,
                      .body = std::move(body)});
}

ApiReply Tenant::remove(const std::string& path) {
  return client.remove("/api/v1" + path, admin.token);
}

}  // namespace gatehouse::testing
