// Every limit in the description of the server, at and beyond the boundary.
#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "described_operations.hpp"
#include "good_request.hpp"
#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

namespace json = boost::json;

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

/// An e-mail address with that many code points, whose labels have a valid length.
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

/// A usable code with that many characters.
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

/// Whether the value of the field must refer to an existing record.
bool is_looked_up(const DescribedOperation& operation, const std::string& field) {
  static const std::set<std::string> all{
      "POST /api/v1/session email",
      "POST /api/v1/session password",
      "POST /api/v1/forgot-password email",
      "POST /api/v1/register/approve-code email",
      "PUT /api/v1/reset-password resetToken",
      "POST /v1/auth/token refreshToken",
      "PUT /api/v1/register/{registration_id} approveCode",
  };
  return all.contains(operation.name() + " " + field);
}

/// The same in the other APIs, with their error for it.
std::optional<std::pair<unsigned, std::string>> refusal_of(const DescribedOperation& operation,
                                                           const std::string& field) {
  if (operation.path == "/oauth2/token" && (field == "refresh_token" || field == "client_id")) {
    return std::pair{400U, std::string("invalid_grant")};
  }
  if (operation.path == "/oauth2/token" && field == "scope") {
    return std::pair{400U, std::string("invalid_scope")};
  }
  if (field == "grant_type") return std::pair{400U, std::string("unsupported_grant_type")};
  if (field == "client_id" || field == "client_secret") {
    return std::pair{401U, std::string("unauthorized_client")};
  }
  const bool names_what_exists = operation.path.ends_with("/access/") ||
                                 operation.path.ends_with("/access/revoke/") ||
                                 operation.path.ends_with("}/apiProxies/");
  if (operation.is_of_credential_api() && names_what_exists &&
      (field == "name" || field == "type")) {
    return std::pair{400U, std::string("bad_request")};
  }
  return std::nullopt;
}

class Edge {
 public:
  Edge(Tenant& tenant, const DescribedOperation& operation, const DescribedField& field)
      : tenant_(tenant), operation_(operation), field_(field) {}

  template <class T>
  void accepts(const T& value) {
    accept(json::value(value));
  }

  template <class T>
  void refuses(const T& value) {
    refuse(json::value(value));
  }

  /// The former value, if the field changes the behaviour of other requests.
  void restores() {
    const GoodRequest good = good_request(tenant_, operation_);
    good.check_accepted(good.send(tenant_.client));
  }

 private:
  void accept(const json::value& value) {
    INFO(operation_.name() << " " << field_.name << " accepts " << json::serialize(value));
    const auto [good, reply] = send(value);
    if (is_looked_up(operation_, field_.name)) {
      const bool is_login =
          operation_.path.ends_with("/session") || operation_.path == "/v1/auth/token";
      check_error(reply, is_login ? 401 : 404);
    } else if (const auto refusal = refusal_of(operation_, field_.name);
               refusal && reply.status != 200) {
      if (operation_.is_of_credential_api()) {
        check_refused(reply, refusal->first, refusal->second);
      } else {
        check_oauth_refused(reply, refusal->first, refusal->second);
      }
      // The record is not found, and nothing else is wrong with the request.
      CHECK(reply.http.body.find("Not accepted") == std::string::npos);
    } else {
      good.check_accepted(reply);
    }
  }

  void refuse(const json::value& value) {
    INFO(operation_.name() << " " << field_.name << " refuses " << json::serialize(value));
    const auto [good, reply] = send(value);
    good.check_rejected(reply, {field_.name});
  }

  std::pair<GoodRequest, ApiReply> send(const json::value& value) {
    GoodRequest good = good_request(tenant_, operation_);
    good.body[field_.name] = value;
    auto reply = good.send(tenant_.client);
    return {std::move(good), std::move(reply)};
  }

  Tenant& tenant_;
  const DescribedOperation& operation_;
  const DescribedField& field_;
};

void try_email(Edge& edge, Tenant& tenant, const DescribedField& field) {
  REQUIRE(field.max_length.has_value());
  for (const std::string letter : {"e", "ğ", "字", "𝒆"}) {
    const std::string longest = email_of(tenant, *field.max_length, letter);
    // A domain has at most 255 octets, whatever the length of the field (RFC 1035, section 2.3.4).
    if (longest.size() - longest.find('@') - 1 > 255) {
      edge.refuses(longest);
    } else {
      edge.accepts(longest);
    }
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

void try_words(Edge& edge, const DescribedField& field) {
  for (const std::string& word : field.words) {
    edge.accepts(word);
    edge.refuses(word + " ");
    edge.refuses(word.substr(1));
  }
  for (const char* wrong : {"", "x", "api_proxy", "ğ"}) edge.refuses(wrong);
}

void try_time(Edge& edge) {
  for (const char* right :
       {"2023-08-14T00:00:00.000Z", "2099-12-31T23:59:59Z", "2024-02-29T00:00:00.5Z",
        "1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z",
        "2023-08-14T00:00:00+00:00", "2023-08-14T03:00:00.123456789+03:00"}) {
    edge.accepts(right);
  }
  for (const char* wrong :
       {"", "2023-08-14", "2023-08-14T00:00:00", "2023-08-14T00:00:00.0000000000Z",
        "2023-08-14T00:00:00.Z", "2023-13-14T00:00:00Z", "2023-02-29T00:00:00Z",
        "2023-00-10T00:00:00Z", "2023-08-14T24:00:00Z", "2023-08-14T00:60:00Z",
        "2023-08-14T00:00:60Z", "2023-08-14T00:00:00+24:00", "2023-08-14 00:00:00Z",
        "2023-08-14t00:00:00z", "12023-08-14T00:00:00Z", "-023-08-14T00:00:00Z", "now",
        "2023-08-14T00:00:00Z ", "1692000000"}) {
    edge.refuses(wrong);
  }
}

void try_boolean(Edge& edge) {
  for (const json::value& right :
       {json::value(true), json::value(false), json::value("true"), json::value("false")}) {
    edge.accepts(right);
  }
  for (const char* wrong : {"", "True", "TRUE", "t", "1", "0", "yes", " true", "true "}) {
    edge.refuses(wrong);
  }
}

void try_integer(Edge& edge, const DescribedField& field) {
  REQUIRE(field.min_value < field.max_value);
  edge.accepts(field.max_value);
  edge.refuses(field.max_value + 1);
  edge.refuses(std::numeric_limits<std::int64_t>::max());
  edge.accepts(field.min_value);
  edge.refuses(field.min_value - 1);
  edge.refuses(std::numeric_limits<std::int64_t>::min());
  edge.restores();
}

/// Members have names of their own, so that the only member of `good` shows the form of a name.
void try_counts(Edge& edge, const DescribedField& field, const json::object& good) {
  const std::string name(good.begin()->key());
  const auto members = [&](std::size_t count) {
    json::object all;
    for (std::size_t i = 0; i < count; ++i) all[name + std::to_string(i)] = field.min_value;
    return all;
  };
  edge.refuses(json::object());
  edge.accepts(json::object{{name, field.max_value}});
  edge.accepts(members(field.max_items));
  edge.refuses(members(field.max_items + 1));
}

json::array items(std::size_t count, const std::string& item) {
  json::array all;
  for (std::size_t i = 0; i < count; ++i) all.emplace_back(item);
  return all;
}

void try_ranges(Edge& edge, const DescribedField& field) {
  for (const char* right :
       {"0.0.0.0", "255.255.255.255", "10", "10.0", "123.123.123", "::", "::1", "2001:db8::/32",
        "0.0.0.0/0", "::/0", "10.0.0.1/32", "::1/128", "::ffff:10.0.0.1"}) {
    edge.accepts(items(1, right));
  }
  for (const char* wrong : {"",
                            "256.0.0.0",
                            "1.2.3.4.5",
                            "1.2.3.",
                            "01.2.3.4",
                            "10.0.0.1/33",
                            "10.0.0.1/8",
                            "::1/129",
                            "2001:db8::1/32",
                            "1.2.3/24",
                            ":",
                            ":::",
                            "1::2::3",
                            "g::1",
                            "localhost",
                            "1.2.3.4 ",
                            "10.0.0.0/",
                            "10.0.0.0/-1",
                            "10.0.0.0/08",
                            "fe80::1%eth0",
                            "１.2.3.4"}) {
    edge.refuses(items(1, wrong));
  }
  edge.refuses(items(1, std::string(*field.max_length + 1, '1')));
}

void try_list(Edge& edge, const DescribedField& field) {
  const std::string good = !field.words.empty() ? field.words.front() : "10.0.0.1";
  edge.accepts(items(field.min_items, good));
  if (field.min_items > 0) edge.refuses(items(field.min_items - 1, good));
  edge.accepts(items(field.max_items, good));
  edge.refuses(items(field.max_items + 1, good));
  if (!field.words.empty()) {
    for (const std::string& wrong : {std::string(), good + " ", std::string("x")}) {
      edge.refuses(items(1, wrong));
    }
  } else if (field.name == "ipList") {
    try_ranges(edge, field);
  } else {
    REQUIRE(field.max_length.has_value());
    for (const std::string letter : {"a", "ğ", "字", "𝒆"}) {
      edge.accepts(items(1, repeated(letter, *field.max_length)));
      edge.refuses(items(1, repeated(letter, *field.max_length + 1)));
    }
    edge.refuses(items(1, repeated("a", field.min_length - 1)));
  }
}

void try_username(Edge& edge, Tenant& tenant, const DescribedField& field) {
  const auto of_length = [&](std::size_t length, const std::string& letter) {
    const std::string own = tenant.site.fresh_code();
    return own + repeated(letter, length - own.size());
  };
  for (const std::string letter : {"a", "ğ", "字", "𝒆", "/", "%", "@", " "}) {
    edge.accepts(of_length(*field.max_length, letter));
    edge.refuses(of_length(*field.max_length + 1, letter));
  }
  for (const char* wrong : {"", ":", "a:b", "a:", ":b", "a\x01", "\u0085"}) edge.refuses(wrong);
}

/// The characters that a pattern excludes.
const std::string line_pattern = R"(^[^\u0000-\u001F\u007F-\u009F]*$)";
const std::string text_pattern = R"(^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$)";
const std::string not_nul_pattern = R"(^[^\u0000]*$)";

void try_characters(Edge& edge, const DescribedField& field) {
  const bool holds_controls = field.pattern == not_nul_pattern;
  CHECK((holds_controls || field.pattern == line_pattern || field.pattern == text_pattern));
  edge.refuses(std::string("a\0b", 3));
  if (holds_controls) return;
  for (const char* wrong : {"a\x01z", "\x1f", "a\x7f", "\u0080", "a\u009f"}) edge.refuses(wrong);
  if (field.pattern == line_pattern) edge.refuses("a\nb");
}

void try_pairs(Edge& edge, const DescribedField& field) {
  REQUIRE(field.max_length.has_value());
  for (const std::string letter : {"a", "字"}) {
    const std::string name = repeated(letter, field.max_name_length);
    const std::string text = repeated(letter, *field.max_length);
    edge.accepts(json::object{{name, text}});
    edge.refuses(json::object{{name + letter, text}});
    edge.refuses(json::object{{name, text + letter}});
  }
  edge.refuses(json::object{{"", "text"}});
  edge.refuses(json::object{{"a\nb", "text"}});
  edge.accepts(json::object{});
  // The description of a patch has no limit, since a patch may remove pairs too.
  constexpr std::size_t most = 16;
  CHECK((field.max_items == 0 || field.max_items == most));
  json::object pairs;
  for (std::size_t i = 0; i < most; ++i) pairs["name " + std::to_string(i)] = "text";
  edge.accepts(pairs);
  pairs["one more"] = "text";
  edge.refuses(pairs);
}

/// A text that must be unique.
void try_new_name(Edge& edge, Tenant& tenant, const DescribedField& field) {
  for (const std::string letter : {"a", "ğ", "字", "𝒆"}) {
    const std::string own = tenant.site.fresh_code();
    edge.accepts(own + repeated(letter, *field.max_length - own.size()));
    edge.refuses(own + repeated(letter, *field.max_length + 1 - own.size()));
  }
  edge.refuses(repeated("a", field.min_length - 1));
}

/// Fields of forms have no limits of their own.
void try_form(Edge& edge) {
  edge.accepts("x");
  edge.accepts(std::string(20'000, 'u'));
  edge.accepts(repeated("字", 2'000));
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

TEST_CASE("field limits: described limits are accepted at the boundary and refused beyond it") {
  Tenant tenant(shared_installation());
  tenant.furnish();
  const std::string id_pattern = "^[0-9a-f]{32}$";
  const std::string code_pattern = "^[a-z0-9][a-z0-9_-]{0,31}$";
  const std::string phone_pattern = "^([0-9]{11})?$";
  const std::string username_pattern = R"(^[^:\u0000-\u001F\u007F-\u009F]*$)";
  const std::set<std::string> unlimited{"fcmApiKeys", "fcmProjectNumber", "apnsCert"};
  constexpr auto npos = std::string::npos;

  for (const DescribedOperation& operation : described_operations(tenant.client)) {
    for (const DescribedField& field : operation.fields) {
      Edge edge(tenant, operation, field);
      if (operation.shape == Shape::form) {
        try_form(edge);
      } else if (field.type == DescribedField::Type::list) {
        try_list(edge, field);
      } else if (field.type == DescribedField::Type::counts) {
        const GoodRequest good = good_request(tenant, operation);
        try_counts(edge, field, good.body.at(field.name).as_object());
      } else if (field.type == DescribedField::Type::boolean) {
        try_boolean(edge);
      } else if (field.type == DescribedField::Type::integer) {
        try_integer(edge, field);
      } else if (field.type == DescribedField::Type::pairs) {
        try_pairs(edge, field);
      } else if (field.name == "externalId") {
        try_characters(edge, field);
        try_new_name(edge, tenant, field);
      } else if (!field.words.empty()) {
        try_words(edge, field);
      } else if (field.format == "date-time") {
        try_time(edge);
      } else if (field.pattern == username_pattern) {
        try_username(edge, tenant, field);
      } else if (field.name == "name" &&
                 (operation.is_of_credential_api() || operation.path.find("/gateways") != npos)) {
        try_new_name(edge, tenant, field);
      } else if (field.format == "email") {
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
        try_characters(edge, field);
      } else {
        INFO(operation.name() << " " << field.name);
        try_characters(edge, field);
        try_text(edge, field);
      }
    }
  }
}

TEST_CASE("field limits: a higher minimum password length applies to new passwords") {
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
  // Existing passwords are still accepted.
  check_error(client.post("/api/v1/session", login_body(pending.email, "short")), 401);
}
