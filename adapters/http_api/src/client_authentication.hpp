/// Authentication of OAuth 2.0 clients (RFC 6749, section 2.3.1): with the project's id and its
/// service token in Basic authentication (client_secret_basic) or in the form (client_secret_post),
/// or with the token alone (Bearer).
///
/// In Basic authentication both parts should be form-encoded (RFC 6749, appendix B), but not all
/// libraries do so. Both variants work, since decoding does not change the characters of ids and
/// tokens.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>

#include "access.hpp"

namespace gatehouse::http::api {

struct ClientProof {
  /// Empty if only the token was given.
  std::optional<std::string> client_id{};
  /// Empty for a public client, which only gives its id.
  Secret token{};
};

/// Returns the client credentials of the request, if any, and removes the secret from `form`, which
/// is null while the body has not been read. If the operation takes no Bearer token, an
/// Authorization field with a scheme other than Basic is ignored. Returns invalid_argument for two
/// sets of credentials, and unauthenticated for malformed ones or an id that differs from that of
/// the form.
[[nodiscard]] Result<std::optional<ClientProof>> client_proof_of(const Request& request,
                                                                 const access::Client& client,
                                                                 schema::Object* form);

/// Copies the login of Basic authentication into the form as client_id and client_secret, since
/// many OAuth 2.0 libraries send it there (RFC 6749, section 2.3.1). Both parts are form-encoded
/// unless the user name contains "@", which the encoding never leaves in an e-mail address. Without
/// Basic authentication the form is unchanged. Returns invalid_argument if both give a login or the
/// field is malformed.
[[nodiscard]] Result<Done> add_basic_login(const Request& request, schema::Object& form);

/// Returns the client_id of the form; empty if there is none, or no form.
[[nodiscard]] std::string client_id_in(const schema::Object* form);

/// Returns the service authenticated by the credentials, or nothing if the operation does not
/// require them or verifies them itself, and sets the client_id of the form; for such an operation,
/// also the client_secret. Returns errors as above, and unauthenticated
/// for wrong credentials. The owner of the token is not looked up if it is `known`.
[[nodiscard]] Result<std::optional<ServiceCaller>> authenticate_client(
    ServiceTokens& tokens, const Request& request, const access::Client& client,
    schema::Object* form, const std::optional<ServiceCaller>& known);

}  // namespace gatehouse::http::api
