/// How clients of OAuth 2.0 prove themselves (RFC 6749, section 2.3.1): with the project's id and
/// its service token in Basic authentication (client_secret_basic) or in the form
/// (client_secret_post), or with the token alone (Bearer).
///
/// In Basic authentication both parts are form-encoded (RFC 6749, appendix B), which some libraries
/// do and others do not. It does not matter: ids and tokens hold no character that stands for
/// another one when it is decoded.
#pragma once

#include <optional>
#include <string>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/services/tokens/service_tokens.hpp>

#include "operation.hpp"

namespace gatehouse::http::api {

struct ClientProof {
  /// Nothing where the token is given alone.
  std::optional<std::string> client_id{};
  /// Empty: it is a public client that only says its id.
  Secret token{};
};

/// What the request proves, or nothing. The secret is taken out of `form`, which is null while the
/// body is not known. Unless the operation is for services, an Authorization field of another
/// scheme than Basic is no proof of a client. invalid_argument for two proofs at once;
/// unauthenticated for a malformed one, or one whose id is not that of the form.
[[nodiscard]] Result<std::optional<ClientProof>> client_proof_of(const Request& request,
                                                                 const Operation& operation,
                                                                 schema::Object* form);

/// Puts the login of Basic authentication into the form, as its client_id and client_secret: many
/// libraries of OAuth 2.0 send theirs so (RFC 6749, section 2.3.1). Both are form-encoded, unless
/// the user name holds "@", which that encoding never leaves in an e-mail address. Without Basic
/// authentication the form stays as it is. invalid_argument where both give a login, or where the
/// field is malformed.
[[nodiscard]] Result<Done> add_basic_login(const Request& request, schema::Object& form);

/// What the form says is the client's id; empty when it says none, or there is no form.
[[nodiscard]] std::string client_id_in(const schema::Object* form);

/// The service that the proof is of, or nothing where the operation may do without. The form then
/// holds the client's id. Refused as above, and with unauthenticated for a proof that is wrong.
[[nodiscard]] Result<std::optional<ServiceCaller>> authenticate_client(ServiceTokens& tokens,
                                                                       const Request& request,
                                                                       const Operation& operation,
                                                                       schema::Object* form);

}  // namespace gatehouse::http::api
