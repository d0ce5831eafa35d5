// Every limit that the server describes, at it and past it.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "described_operations.hpp"
#include "harness/checks.hpp"

using namespace gatehouse::testing;

namespace {

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

/// An e-mail address of so many code points, with labels of a length that a domain may have.
std::string email_of(Tenant& tenant, std::size_t length, const std::string& letter) {
  const std::string own = tenant.site.fresh_email();
  std::string email = own.substr(0, own.find('@') + 1);
  std::size_t left = length - email.size();
  while (left > 15) {
    email += repeated(letter, 14) + ".";
    left -= 15;
  }
  return email + repeated(letter, left);
}

/// A code of so many characters that can be used where one is asked for.
std::string code_of(Tenant& tenant, const DescribedOperation& operation, std::size_t length) {
  std::string code = tenant.site.fresh_code();
  code += std::string(length - code.size(), 'c');
  if (operation.path.ends_with("/services") && !operation.path.ends_with("/v1/services")) {
    tenant.site.add_service(code);
  }
  if (operation.path.ends_with("/consumer-tokens")) {
    tenant.site.add_service(code);
    tenant.attach_service(tenant.project, code);
  }
  return code;
}

/// Whether what stands in the field has to be something that exists.
bool is_looked_up(const DescribedOperation& operation, const std::string& field) {
  static const std::set<std::string> all{
      "POST /api/v1/session email",
      "POST /api/v1/session password",
      "POST /api/v1/forgot-password email",
      "POST /api/v1/register/approve-code email",
      "PUT /api/v1/reset-password resetToken",
      "PUT /api/v1/register/{registration_id} approveCode",
  };
  return all.contains(operation.name() + " " + field);
}

class Edge {
 public:
  Edge(Tenant& tenant, const DescribedOperation& operation, const DescribedField& field)
      : tenant_(tenant), operation_(operation), field_(field) {}

  void accepts(const std::string& value) {
    INFO(operation_.name() << " " << field_.name << " accepts " << value);
    const auto [reply, success] = send(value);
    if (is_looked_up(operation_, field_.name)) {
      check_error(reply, operation_.path.ends_with("/session") ? 401 : 404);
    } else {
      check_success(reply, success);
    }
  }

  void refuses(const std::string& value) {
    INFO(operation_.name() << " " << field_.name << " refuses " << value);
    check_faults(send(value).first, {field_.name});
  }

 private:
  std::pair<ApiReply, unsigned> send(const std::string& value) {
    GoodRequest good = good_request(tenant_, operation_);
    good.body[field_.name] = value;
    return {good.send(tenant_.client), good.success};
  }

  Tenant& tenant_;
  const DescribedOperation& operation_;
  const DescribedField& field_;
};

void try_email(Edge& edge, Tenant& tenant, const DescribedField& field) {
  REQUIRE(field.max_length.has_value());
  for (const std::string letter : {"e", "ğ", "字", "𝒆"}) {
    edge.accepts(email_of(tenant, *field.max_length, letter));
    edge.refuses(email_of(tenant, *field.max_length + 1, letter));
  }
  for (const char* wrong : {"", "@", "a", "a@", "@b.c", "a@@b.c", "a b@c.d", "a@b..c", ".a@b.c",
                            "a.@b.c", "a@-b.c", "a@b.c\r\nBcc: x@y.z", "<a@b.c>", "a@b.c,d@e.f",
                            "\"a\"@b.c", "a@[127.0.0.1]", " a@b.c", "a@b.c "}) {
    edge.refuses(wrong);
  }
}

void try_code(Edge& edge, Tenant& tenant, const DescribedOperation& operation) {
  edge.accepts(code_of(tenant, operation, 32));
  for (const std::string& wrong :
       {std::string(33, 'a'), std::string("A"), std::string("-a"), std::string("_a"),
        std::string("a b"), std::string("ğ"), std::string()}) {
    edge.refuses(wrong);
  }
}

void try_text(Edge& edge, const DescribedField& field) {
  REQUIRE(field.max_length.has_value());
  for (const std::string letter : {"a", "ğ", "字", "𝒆"}) {
    edge.accepts(repeated(letter, *field.max_length));
    edge.refuses(repeated(letter, *field.max_length + 1));
  }
  if (field.min_length > 0) edge.refuses(repeated("a", field.min_length - 1));
  edge.accepts(repeated("b", field.min_length));
}

}  // namespace

TEST_CASE("field limits: what is described is accepted at its edge, and refused past it") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string id_pattern = "^[0-9a-f]{32}$";
  const std::string code_pattern = "^[a-z0-9][a-z0-9_-]{0,31}$";
  const std::string phone_pattern = "^([0-9]{11})?$";
  const std::set<std::string> unlimited{"fcmApiKeys", "fcmProjectNumber", "apnsCert"};

  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    for (const DescribedField& field : operation.fields) {
      Edge edge(tenant, operation, field);
      if (field.format == "email") {
        try_email(edge, tenant, field);
      } else if (field.pattern == code_pattern) {
        try_code(edge, tenant, operation);
      } else if (field.pattern == id_pattern) {
        for (const std::string& wrong :
             {std::string(), std::string(31, 'a'), std::string(33, 'a'), std::string(32, 'A'),
              std::string(32, 'g'), repeated("ğ", 16), repeated("ğ", 32)}) {
          edge.refuses(wrong);
        }
      } else if (field.pattern == phone_pattern) {
        for (const char* right : {"", "00000000000", "99999999999"}) edge.accepts(right);
        for (const char* wrong : {"0", "0123456789", "012345678901", "0123456789a"}) {
          edge.refuses(wrong);
        }
      } else if (unlimited.contains(field.name)) {
        edge.accepts("");
        edge.accepts(std::string(60'000, 'u'));
      } else {
        CHECK_MESSAGE(field.pattern.empty(), operation.name() << " " << field.name);
        try_text(edge, field);
      }
    }
  }
}

TEST_CASE("field limits: a longer shortest password is asked for where passwords are made") {
  Installation site({"--password-min-length", "12"});
  const Registration pending = register_account(site);
  auto client = site.connect();
  const std::string path = "/api/v1/register/" + pending.id;
  const auto approve = [&](const std::string& password) {
    auto body = boost::json::parse(approval_body(pending.code, pending.email)).as_object();
    body["password"] = password;
    return client.put(path, boost::json::serialize(body));
  };
  check_faults(approve(repeated("ğ", 11)), {"password"});
  check_success(approve(repeated("ğ", 12)), 202);
  // Passwords of before still work.
  check_error(client.post("/api/v1/session", login_body(pending.email, "short")), 401);
}
