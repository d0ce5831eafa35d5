#include "client_authentication.hpp"

#include <algorithm>
#include <utility>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/percent.hpp>
#include <gatehouse/model/service_account.hpp>

#include <gatehouse/http_server/basic_credential.hpp>
#include <gatehouse/http_server/syntax.hpp>
#include "authorization.hpp"

namespace gatehouse::http::api {
namespace {

constexpr std::string_view id_name = "client_id";
constexpr std::string_view secret_name = "client_secret";

Unexpected wrong_client(std::string why) { return Unexpected(unauthenticated(std::move(why))); }

/// Returns the text of a form field. A missing field is equivalent to an empty one.
std::string text_in(const schema::Object* form, std::string_view name) {
  if (form == nullptr) return {};
  const auto field = std::find_if(form->begin(), form->end(),
                                  [name](const schema::NamedValue& f) { return f.name == name; });
  if (field == form->end()) return {};
  const auto* text = std::get_if<std::string>(&field->value.data);
  return text == nullptr ? std::string() : *text;
}

/// Removes the field from the form.
Secret take_secret(schema::Object* form) {
  if (form == nullptr) return {};
  Secret secret;
  const auto is_secret = [](const schema::NamedValue& field) { return field.name == secret_name; };
  const auto field = std::find_if(form->begin(), form->end(), is_secret);
  if (field == form->end()) return {};
  if (auto* text = std::get_if<std::string>(&field->value.data)) {
    secret = Secret(*text);
    wipe(*text);
  }
  form->erase(field);
  return secret;
}

/// Text that is not encoded is returned unchanged.
std::string decoded(std::string_view text) {
  return percent_decode(text, true).value_or(std::string(text));
}

bool is_basic(std::string_view authorization) {
  return equal_but_case(split(trim(authorization), ' ').first, "Basic");
}

Result<std::optional<ClientProof>> proof_in_header(std::string_view authorization,
                                                   bool takes_bearer) {
  if (!is_basic(authorization)) {
    if (!takes_bearer || trim(authorization).empty()) return std::optional<ClientProof>();
    const std::string_view token = token_of(authorization);
    if (token.empty()) return wrong_client("The Authorization field holds no token.");
    return std::optional(ClientProof{.token = Secret(token)});
  }
  const auto basic = basic_credential_of(authorization);
  if (!basic) return wrong_client("The Authorization field must be Basic authentication.");
  std::string token = decoded(basic->password.reveal());
  ClientProof proof{.client_id = decoded(basic->username), .token = Secret(token)};
  wipe(token);
  return std::optional(std::move(proof));
}

void set_client_id(schema::Object* form, const std::string& id) {
  if (form == nullptr) return;
  std::erase_if(*form, [](const schema::NamedValue& field) { return field.name == id_name; });
  form->push_back({std::string(id_name), {id}});
}

/// Whether the request is one of a service account: by its grant type, or by the form of the
/// secret, which no service token has.
bool names_service_account(const std::optional<ClientProof>& proof, const schema::Object* form) {
  if (text_in(form, "grant_type") == "client_credentials") return true;
  return proof && proof->token.reveal().starts_with(service_account_secret_prefix);
}

void put_into_form(schema::Object& form, const ClientProof& proof) {
  if (proof.client_id) set_client_id(&form, *proof.client_id);
  form.push_back({std::string(secret_name), {std::string(proof.token.reveal())}});
}

}  // namespace

Result<std::optional<ClientProof>> client_proof_of(const Request& request,
                                                   const access::Client& client,
                                                   schema::Object* form) {
  auto proof = proof_in_header(request.header("Authorization"), client.takes_bearer);
  if (!proof) return proof;
  const std::string id = text_in(form, id_name);
  Secret secret = take_secret(form);
  if (*proof) {
    if (!secret.empty()) {
      return Unexpected(invalid_argument(
          "The client must authenticate in one way: Authorization or client_secret."));
    }
    const auto& proved_id = (*proof)->client_id;
    if (proved_id && !id.empty() && id != *proved_id) {
      return wrong_client("The client_id differs from the Authorization field.");
    }
    return proof;
  }
  if (secret.empty()) return std::optional<ClientProof>();
  if (id.empty()) return wrong_client("The client_secret needs a client_id.");
  return std::optional(ClientProof{.client_id = id, .token = std::move(secret)});
}

Result<Done> add_basic_login(const Request& request, schema::Object& form) {
  const std::string_view authorization = request.header("Authorization");
  if (!is_basic(authorization)) return Done{};
  const auto basic = basic_credential_of(authorization);
  if (!basic || request.count("Authorization") > 1) {
    return Unexpected(invalid_argument("The Authorization field must be Basic authentication."));
  }
  if (!text_in(&form, id_name).empty() || !take_secret(&form).empty()) {
    return Unexpected(invalid_argument(
        "The login must be given once: by Authorization or by client_id and client_secret."));
  }
  const bool is_plain = basic->username.find('@') != std::string::npos;
  set_client_id(&form, is_plain ? basic->username : decoded(basic->username));
  const std::string_view secret = basic->password.reveal();
  form.push_back({std::string(secret_name), {is_plain ? std::string(secret) : decoded(secret)}});
  return Done{};
}

std::string client_id_in(const schema::Object* form) { return text_in(form, id_name); }

Result<std::optional<ServiceCaller>> authenticate_client(
    ServiceTokens& tokens, const Request& request, const access::Client& client,
    schema::Object* form, const std::optional<ServiceCaller>& known) {
  auto proof = client_proof_of(request, client, form);
  if (!proof) return std::move(proof).failure();
  if (client.takes_service_accounts && names_service_account(*proof, form)) {
    if (*proof && form != nullptr) put_into_form(*form, **proof);
    return std::optional<ServiceCaller>();
  }
  const bool proves = *proof && !(*proof)->token.empty();
  if (!proves && !client.may_be_public) {
    return wrong_client(
        "This needs the project's service token: as Authorization: Bearer <token>, or with the "
        "project's id as the client_secret.");
  }
  if (!proves) {
    if (*proof && (*proof)->client_id) set_client_id(form, *(*proof)->client_id);
    return std::optional<ServiceCaller>();
  }
  auto caller =
      known ? Result<ServiceCaller>(*known) : tokens.authenticate((*proof)->token.reveal());
  if (!caller) return std::move(caller).failure();
  const std::string project = caller->project.to_string();
  const std::string named = (*proof)->client_id.value_or(text_in(form, id_name));
  if (((*proof)->client_id || !named.empty()) && named != project) {
    return wrong_client("The service token is another project's.");
  }
  set_client_id(form, project);
  return std::optional(*caller);
}

}  // namespace gatehouse::http::api
