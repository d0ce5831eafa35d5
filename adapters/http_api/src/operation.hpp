/// The table that describes the API: resources, and the operations on them.
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

/// What an operation answers with: `content` of the envelope.
struct Content {
  boost::json::value value = nullptr;
  /// The time for which caches may store it, in formats that state one.
  std::chrono::seconds max_age{0};
};

/// One request as an operation sees it: routed, authenticated, its parameters checked.
class Call {
 public:
  Services& services;
  /// Null when the operation is open to anyone, or for services.
  const Principal* caller;
  /// Null unless the operation is for services or clients, and one has proved itself.
  const ServiceCaller* service;
  const ParameterValues& parameters;
  /// What stands in the template's braces, decoded, in order.
  const std::vector<std::string>& path;
  /// What a client of OAuth 2.0 says is its id; empty when it says none.
  std::string_view client_id;
  /// The request's Idempotency-Key; empty when there is none, or more than one.
  std::string_view idempotency_key;
  /// Where the request comes from.
  Origin origin{};

  /// The user, or the service, as services are to know it. For operations that have one.
  [[nodiscard]] UserContext user() const { return {*caller, origin}; }
  [[nodiscard]] ServiceContext client() const { return {*service, origin}; }

  /// An id in the path. What has not the form of one is the id of nothing: not_found.
  template <class AnyId>
  [[nodiscard]] Result<AnyId> id(std::size_t index) const {
    const auto id = AnyId::parse(path[index]);
    if (!id) return Unexpected(not_found("There is nothing with the id " + path[index] + "."));
    return *id;
  }

  [[nodiscard]] Result<ServiceCode> service_code(std::size_t index) const;
};

/// What a body is written in.
enum class BodyType : std::uint8_t { none, json, form };

/// What a JSON body is: one object, or an array of objects or of texts.
enum class BodyForm : std::uint8_t { object, objects, texts };

/// Whether a form may hold what a client of OAuth 2.0 proves itself with (see
/// client_authentication.hpp).
enum class Clients : std::uint8_t {
  none,
  /// What the client proves is checked, and it may prove nothing.
  may_prove,
  must_prove,
};

class ResponseFormat;

using Work = std::function<Result<Content>(const Call&, schema::Value body)>;

/// The part of a list that is read at once.
struct PartRequest {
  /// The key of the item before its first; nothing for the beginning of the list.
  std::optional<std::string> after{};
  std::size_t limit = 0;
};

/// How far a part of a list has come.
struct PartEnd {
  /// The key of the last item that was taken; as in the request when none was.
  std::optional<std::string> last{};
  /// Whether there is something after it.
  bool has_more = false;
};

/// Takes an item, and says whether it takes another.
using ItemSink = FunctionRef<bool(const boost::json::object& item)>;

/// Reads a part of a list in a transaction of its own, and hands its items to the sink until that
/// takes no more.
using ReadPart = std::function<Result<PartEnd>(const Call&, const PartRequest&, ItemSink)>;
/// How many items the whole list has.
using CountItems = std::function<Result<std::size_t>(const Call&)>;

struct Operation {
  Method method = Method::get;
  /// In lower camel case, unique: the operationId of OpenAPI.
  std::string_view name{};
  std::string_view summary{};
  /// What the caller's role must allow; nothing: anyone may, without a token.
  std::optional<Action> action{};
  /// Instead of a user's token it takes the service token of a project.
  bool for_services = false;
  Clients clients = Clients::none;
  /// A GET that changes something has no HEAD: nobody would see what it answers.
  bool has_head = true;
  /// Whether the client says by Idempotency-Key what is one and the same.
  bool takes_idempotency_key = false;
  /// The pool `hashing` is entered in the caller's name (see claims.hpp).
  Pool pool = Pool::direct;
  /// The field of the body that names whose account a stranger logs in to.
  std::string_view login_field{};
  unsigned success = 200;
  /// Refusals beyond those that follow from the row: 400, 401 and 403, 404 of ids in the path, and
  /// what sizes and types of bodies bring.
  std::vector<unsigned> refusals{};
  std::vector<Parameter> parameters{};
  Work work{};
  /// Where the role alone does not decide: done if the caller may do this. Asked before a body is
  /// refused for what it holds.
  std::function<Result<Done>(const Call&)> permission{};
  /// In place of `work`: the answer is a list, which is read and written part by part.
  ReadPart read_part{};
  /// Items of the list that are read at once at most. What is read is not counted against the limit
  /// of memory, so there are fewer where an item may be large.
  std::size_t items_at_once = 500;
  CountItems count_items{};

  BodyType body = BodyType::none;
  /// The fields of the body, or of each item where it is an array.
  std::vector<schema::Input> inputs{};
  BodyForm body_form = BodyForm::object;
  std::size_t body_limit = 0;

  /// Whether `content` holds the resource, or is null.
  bool answers_content = true;
  /// Which resource that is, where it is not the row's.
  const schema::Resource* shown = nullptr;

  /// Its place in Api::operation_names(), by its place in the table.
  std::size_t number = 0;
};

/// Whether a resource is one thing or many.
enum class Kind : std::uint8_t { object, list };

struct ResourceRow {
  /// E.g. "/api/v1/projects/{project_id}".
  std::string_view path{};
  std::string_view name{};
  std::string_view details{};
  Kind kind = Kind::object;
  const schema::Resource* resource = nullptr;
  std::vector<Operation> operations{};
  /// How answers are written (see format.hpp); that of the account API if nothing else is said.
  const ResponseFormat* format = nullptr;

  [[nodiscard]] const Operation* find(Method method) const noexcept;
  /// The value of an Allow header: GET brings HEAD, and OPTIONS is everywhere.
  [[nodiscard]] std::string allow() const;
};

/// The largest body where a row says nothing else (contract, section 1).
inline constexpr std::size_t default_body_limit = std::size_t{64} * 1024;

/// The work of an operation that takes no body.
template <class Function>
[[nodiscard]] Work without_body(Function function) {
  return [function](const Call& call, const schema::Value&) { return function(call); };
}

/// Makes the operation take the fields of a command: `function(call, command)` does its work.
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

/// The same for an array of commands, which stands alone or in the member `wrapper`:
/// `function(call, commands)` does the work.
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

/// The same for an array of texts that each fit the field.
template <class Function>
void take_texts(Operation& operation, std::string_view wrapper, const schema::Field& field,
                Function function) {
  operation.body = BodyType::json;
  operation.body_form = BodyForm::texts;
  operation.inputs = {{&field, true, {}}};
  operation.work = [wrapper, &field, function](const Call& call,
                                               schema::Value body) -> Result<Content> {
    auto texts = schema::decode_texts(std::move(body), wrapper, field);
    if (!texts) return std::move(texts).failure();
    return function(call, *texts);
  };
}

/// The whole table, in the order of the account API's documentation.
[[nodiscard]] const std::vector<ResourceRow>& all_resources();

}  // namespace gatehouse::http::api
