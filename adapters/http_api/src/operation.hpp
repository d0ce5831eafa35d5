/// The table that describes the API: resources and their operations.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/base/function_ref.hpp>
#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/handler.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/services/services.hpp>

#include "access.hpp"
#include "parameters.hpp"

namespace gatehouse::http::api {

enum class Method : std::uint8_t { get, post, put, patch, delete_ };

[[nodiscard]] std::string_view name(Method method) noexcept;

/// The result of an operation: `content` of the envelope.
struct Content {
  /// JSON without line breaks.
  std::string json = "null";
  /// The number of items, if it is an array.
  std::optional<std::size_t> items{};
  /// The time for which caches may store it, in formats that state one.
  std::chrono::seconds max_age{0};
  /// The time in which an operation other than GET was executed, for formats that state it.
  std::chrono::milliseconds took{0};
};

/// One request as passed to an operation: routed, authenticated, and with validated parameters.
class Call {
 public:
  Services& services;
  /// Null unless the operation is for users.
  const Principal* caller;
  /// Null unless the operation is for services or clients, and one has been authenticated.
  const ServiceCaller* service;
  const ParameterValues& parameters;
  /// The decoded values of the template's braces, in order.
  const std::vector<std::string>& path;
  /// The id that an OAuth 2.0 client gives; empty if it gives none.
  std::string_view client_id;
  /// The request's Idempotency-Key, if it has one; an empty text, which no operation accepts, if it
  /// has several.
  std::optional<std::string_view> idempotency_key;
  /// The origin of the request.
  Origin origin{};

  /// The user or service in the form that services need. Only for operations that have one.
  [[nodiscard]] UserContext user() const { return {*caller, origin}; }
  [[nodiscard]] ServiceContext client() const { return {*service, origin}; }

  /// Parses an id or a service code in the path; a malformed one results in not_found. As
  /// std::string_view, any text is valid.
  template <class Value>
  [[nodiscard]] Result<Value> value(std::size_t index) const {
    if constexpr (std::is_same_v<Value, std::string_view>) {
      return std::string_view(path[index]);
    } else {
      auto value = Value::parse(path[index]);
      if (!value) return Unexpected(no_such(std::is_same_v<Value, ServiceCode>, path[index]));
      return std::move(*value);
    }
  }

 private:
  [[nodiscard]] static Error no_such(bool is_service, const std::string& name);
};

/// The encoding of a body. A merge patch (RFC 7396) may have the media type of JSON too.
enum class BodyType : std::uint8_t { none, json, merge_patch, form };

/// The structure of a JSON body: one object, or an array of objects or of strings.
enum class BodyForm : std::uint8_t { object, objects, texts };

class ResponseFormat;

/// The work of an operation, and what it takes and shows. Made by the functions of work.hpp.
struct Work {
  using Run = std::function<Result<Content>(const Call&, schema::Value body)>;

  Run run{};
  /// Null if the content is null.
  const schema::Resource* shown = nullptr;
  BodyType body = BodyType::none;
  BodyForm form = BodyForm::object;
  /// The fields of the body, or of each item of an array.
  std::vector<schema::Input> inputs{};
  /// The name of these fields in the OpenAPI document.
  std::string_view body_name{};
  /// The text that the content always is, in place of a resource; empty for other content.
  std::string_view constant{};
  /// Of an update by PUT: the same update with a merge patch as its body (see patch_of()).
  Run merge{};
};

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

/// Accepts an item, as JSON without line breaks, and returns whether it accepts another.
using ItemSink = FunctionRef<bool(std::string_view item)>;

struct ReadPart {
  /// Reads a part of a list in a separate transaction, and passes its items to the sink until that
  /// accepts no more.
  std::function<Result<PartEnd>(const Call&, const PartRequest&, ItemSink)> run{};
  const schema::Resource* shown = nullptr;
  /// The parameter for the key after which a part starts.
  Parameter after = parameters::after;
  /// The parameters for ListFilter.
  std::optional<Parameter> exact{};
  std::optional<Parameter> part{};

  explicit operator bool() const noexcept { return run != nullptr; }
};

/// Returns the number of items in the whole list.
using CountItems = std::function<Result<std::size_t>(const Call&)>;

struct Operation {
  Method method = Method::get;
  /// The operationId of OpenAPI: unique, in lower camel case.
  std::string_view name{};
  std::string_view summary{};
  Access access;
  /// False for a GET that changes something, whose result HEAD would discard.
  bool has_head = true;
  /// Whether the work itself requires an Idempotency-Key.
  bool takes_idempotency_key = false;
  /// The same where the client may leave it out.
  bool may_take_idempotency_key = false;
  /// False for a POST by users that must be carried out again when it is repeated with its
  /// Idempotency-Key, such as a confirmation of the session.
  bool keeps_answer = true;
  /// The pool `hashing` is entered with the caller's claim (see claims.hpp).
  Pool pool = Pool::direct;
  unsigned success = 200;
  /// Error statuses beyond those implied by the row: 400, 401 and 403, 404 for ids in the path, and
  /// those for sizes and types of bodies.
  std::vector<unsigned> refusals{};
  /// Of a list: its filters. Others follow from the row (see operation.cpp).
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

  std::size_t body_limit = 0;

  /// Index in Api::operation_names(), by position in the table.
  std::size_t number = 0;

  /// Whether a request that is repeated with its Idempotency-Key gets the first answer: every POST
  /// by users. Other callers have no scope for their keys.
  [[nodiscard]] bool runs_once_per_key() const noexcept;
  /// Returns the resource in the response, or in each item of a list; null if the content is null.
  [[nodiscard]] const schema::Resource* shown() const noexcept;
  /// Returns the login field of open access; empty if the operation is no login.
  [[nodiscard]] std::string_view login_field() const noexcept;
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
  /// Returns the methods of the operations in their order, then OPTIONS.
  [[nodiscard]] std::vector<std::string_view> methods() const;
  /// Returns "list" or "object".
  [[nodiscard]] std::string_view kind_name() const noexcept;
  /// Returns the value of the Allow field: GET implies HEAD, and OPTIONS is always allowed.
  [[nodiscard]] std::string allow() const;
};

/// Maximum body size unless the row has its own (contract, section 1).
inline constexpr std::size_t default_body_limit = std::size_t{64} * 1024;

/// Returns the whole table, in the order of the account API's documentation.
[[nodiscard]] const std::vector<ResourceRow>& all_resources();

}  // namespace gatehouse::http::api
