/// The table that describes the API: resources and their operations.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/handler.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/services/services.hpp>

#include "parameters.hpp"

namespace gatehouse::http::api {

enum class Method : std::uint8_t { get, post, put, patch, delete_ };

[[nodiscard]] std::string_view name(Method method) noexcept;

/// The result of an operation: `content` of the envelope.
struct Content {
  boost::json::value value = nullptr;
  /// The time for which caches may store it, in formats that state one.
  std::chrono::seconds max_age{0};
};

/// One request as passed to an operation: routed, authenticated, and with validated parameters.
class Call {
 public:
  Services& services;
  /// Null if the operation is public or for services.
  const Principal* caller;
  /// Null unless the operation is for services or clients, and one has been authenticated.
  const ServiceCaller* service;
  const ParameterValues& parameters;
  /// The decoded values of the template's braces, in order.
  const std::vector<std::string>& path;
  /// The id that an OAuth 2.0 client gives; empty if it gives none.
  std::string_view client_id;
  /// The request's Idempotency-Key; empty if there is none, or more than one.
  std::string_view idempotency_key;
  /// The origin of the request.
  Origin origin{};

  /// The user or service in the form that services need. Only for operations that have one.
  [[nodiscard]] UserContext user() const { return {*caller, origin}; }
  [[nodiscard]] ServiceContext client() const { return {*service, origin}; }

  /// Parses an id in the path. A malformed id results in not_found.
  template <class AnyId>
  [[nodiscard]] Result<AnyId> id(std::size_t index) const {
    const auto id = AnyId::parse(path[index]);
    if (!id) return Unexpected(not_found("There is nothing with the id " + path[index] + "."));
    return *id;
  }

  [[nodiscard]] Result<ServiceCode> service_code(std::size_t index) const;
};

/// The encoding of a body.
enum class BodyType : std::uint8_t { none, json, form };

/// The structure of a JSON body: one object, or an array of objects or of strings.
enum class BodyForm : std::uint8_t { object, objects, texts };

/// Whether a form may contain the credentials of an OAuth 2.0 client (see
/// client_authentication.hpp).
enum class Clients : std::uint8_t {
  none,
  /// Credentials are optional, but verified if given.
  may_prove,
  must_prove,
};

class ResponseFormat;

using Work = std::function<Result<Content>(const Call&, schema::Value body)>;

/// A request for one part of a list.
struct PartRequest {
  /// The key of the item before the part; empty for the beginning of the list.
  std::optional<std::string> after{};
  std::size_t limit = 0;
};

/// The end of a part of a list.
struct PartEnd {
  /// The key of the last item accepted, or that of the request if there was none.
  std::optional<std::string> last{};
  /// Whether more items follow.
  bool has_more = false;
};

/// Accepts an item and returns whether it accepts another.
using ItemSink = FunctionRef<bool(const boost::json::object& item)>;

/// Reads a part of a list in a separate transaction, and passes its items to the sink until that
/// accepts no more.
using ReadPart = std::function<Result<PartEnd>(const Call&, const PartRequest&, ItemSink)>;
/// Returns the number of items in the whole list.
using CountItems = std::function<Result<std::size_t>(const Call&)>;

struct Operation {
  Method method = Method::get;
  /// The operationId of OpenAPI: unique, in lower camel case.
  std::string_view name{};
  std::string_view summary{};
  /// The permission that the caller's role must have; empty if the operation is public.
  std::optional<Action> action{};
  /// Requires the service token of a project instead of a user's token.
  bool for_services = false;
  Clients clients = Clients::none;
  /// False for a GET that changes something, whose result HEAD would discard.
  bool has_head = true;
  /// Whether the client may identify repeated requests by Idempotency-Key.
  bool takes_idempotency_key = false;
  /// The pool `hashing` is entered with the caller's claim (see claims.hpp).
  Pool pool = Pool::direct;
  /// The body field that names the account that a stranger logs in to.
  std::string_view login_field{};
  unsigned success = 200;
  /// Error statuses beyond those implied by the row: 400, 401 and 403, 404 for ids in the path, and
  /// those for sizes and types of bodies.
  std::vector<unsigned> refusals{};
  std::vector<Parameter> parameters{};
  Work work{};
  /// Returns an error if the caller lacks permission, where the role alone does not decide. Called
  /// before the contents of a body are validated.
  std::function<Result<Done>(const Call&)> permission{};
  /// Used instead of `work` if the response is a list, which is read and written in parts.
  ReadPart read_part{};
  /// Maximum number of list items read at once. Items read do not count against the memory limit,
  /// so it is lower where an item may be large.
  std::size_t items_at_once = 500;
  CountItems count_items{};

  BodyType body = BodyType::none;
  /// The fields of the body, or of each item of an array.
  std::vector<schema::Input> inputs{};
  BodyForm body_form = BodyForm::object;
  std::size_t body_limit = 0;

  /// Whether `content` is the resource, rather than null.
  bool answers_content = true;
  /// The resource in the response, if it is not the row's.
  const schema::Resource* shown = nullptr;

  /// Index in Api::operation_names(), by position in the table.
  std::size_t number = 0;
};

/// Whether a resource is a single object or a list.
enum class Kind : std::uint8_t { object, list };

struct ResourceRow {
  /// E.g. "/api/v1/projects/{project_id}".
  std::string_view path{};
  std::string_view name{};
  std::string_view details{};
  Kind kind = Kind::object;
  const schema::Resource* resource = nullptr;
  std::vector<Operation> operations{};
  /// The format of responses (see response_format.hpp); the account API's by default.
  const ResponseFormat* format = nullptr;

  [[nodiscard]] const Operation* find(Method method) const noexcept;
  /// Returns the value of the Allow field: GET implies HEAD, and OPTIONS is always allowed.
  [[nodiscard]] std::string allow() const;
};

/// Maximum body size unless the row has its own (contract, section 1).
inline constexpr std::size_t default_body_limit = std::size_t{64} * 1024;

/// Wraps the work of an operation without a body.
template <class Function>
[[nodiscard]] Work without_body(Function function) {
  return [function](const Call& call, const schema::Value&) { return function(call); };
}

/// Sets up the operation to take the fields of a command; `function(call, command)` does its work
/// with a Checked command.
template <class Command, class Function>
void take(Operation& operation, Function function) {
  operation.body = BodyType::json;
  operation.inputs = schema::inputs<Command>();
  operation.work = [function](const Call& call, schema::Value body) -> Result<Content> {
    auto command = schema::decode<Command>(std::move(body), call.services.settings.policy());
    if (!command) return std::move(command).failure();
    return function(call, *command);
  };
}

/// Does the same for an array of commands, given alone or in the member `wrapper`; `function(call,
/// commands)` does the work.
template <class Command, class Function>
void take_list(Operation& operation, std::string_view wrapper, Function function) {
  operation.body = BodyType::json;
  operation.body_form = BodyForm::objects;
  operation.inputs = schema::inputs<Command>();
  operation.work = [wrapper, function](const Call& call, schema::Value body) -> Result<Content> {
    auto commands =
        schema::decode_list<Command>(std::move(body), wrapper, call.services.settings.policy());
    if (!commands) return std::move(commands).failure();
    return function(call, *commands);
  };
}

/// Does the same for an array of strings, each of which is the only field of a command.
template <class Command, class Function>
void take_texts(Operation& operation, std::string_view wrapper, Function function) {
  operation.body = BodyType::json;
  operation.body_form = BodyForm::texts;
  operation.inputs = schema::inputs<Command>();
  operation.work = [wrapper, function](const Call& call, schema::Value body) -> Result<Content> {
    auto commands = schema::decode_texts<Command>(std::move(body), wrapper);
    if (!commands) return std::move(commands).failure();
    return function(call, *commands);
  };
}

/// Returns the whole table, in the order of the account API's documentation.
[[nodiscard]] const std::vector<ResourceRow>& all_resources();

}  // namespace gatehouse::http::api
