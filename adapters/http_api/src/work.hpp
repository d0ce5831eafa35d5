/// The work of operations: from parameters and commands to services, and from their results to
/// responses. What a response shows is described by a view (schema/view.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/schema/edit.hpp>
#include <gatehouse/schema/view.hpp>

#include "json_view.hpp"
#include "operation.hpp"

namespace gatehouse::http::api {

/// Returns the resource of a view; null if the view has no fields.
template <const auto& view>
[[nodiscard]] constexpr const schema::Resource* resource_of() noexcept {
  return view.resource().fields.empty() ? nullptr : &view.resource();
}

template <const auto& view, class T>
[[nodiscard]] Content content_of(T&& result) {
  using Object = std::remove_cvref_t<T>;
  if constexpr (std::is_same_v<Object, Content>) {
    return std::forward<T>(result);
  } else if constexpr (std::is_same_v<Object, Done>) {
    return {};
  } else if constexpr (schema::IsList<Object>) {
    Content content{.json = {}, .items = result.size()};
    detail::append_all(content.json, '[', ']', result,
                       [&](const auto& item) { append_json<view>(content.json, item); });
    return content;
  } else {
    Content content{.json = {}};
    append_json<view>(content.json, result);
    return content;
  }
}

/// Converts an object, or a list of objects, to content by the view. The result of a function may
/// also be the content itself, for what a view cannot describe.
template <const auto& view, class T>
[[nodiscard]] Result<Content> answer(const T& result) {
  return content_of<view>(result);
}

/// Does the same for a result; returns an error unchanged.
template <const auto& view, class T>
[[nodiscard]] Result<Content> answer(Result<T> result) {
  if (!result) return std::move(result).failure();
  return content_of<view>(std::move(*result));
}

/// Whether responses that show the resource must not be stored.
[[nodiscard]] constexpr bool holds_secret(const schema::Resource& resource) noexcept {
  return std::any_of(
      resource.fields.begin(), resource.fields.end(), [](const schema::Field& field) {
        return field.format == schema::Format::secret && field.mode != schema::Mode::write_only;
      });
}

/// Lets the change of the call keep its answer, if its result is what the view shows.
template <const auto& view, class T>
void keep_answer(const Call& call) {
  using Object = std::remove_cvref_t<T>;
  if constexpr (!holds_secret(view.resource()) && !std::is_same_v<Object, Content>) {
    if (call.origin.claim == nullptr) return;
    call.origin.claim->write = [](const std::type_info& type,
                                  const void* result) -> std::optional<std::string> {
      if (type != typeid(Object)) return std::nullopt;
      return content_of<view>(*static_cast<const Object*>(result)).json;
    };
  }
}

/// Lets the change of the call keep an answer that is known before: what the view shows of
/// `subject`, which must outlive the call.
template <const auto& view, class T>
void keep_shown(const Call& call, const T& subject) {
  static_assert(!holds_secret(view.resource()));
  if (call.origin.claim == nullptr) return;
  call.origin.claim->write = [&subject](const std::type_info&, const void*) {
    return std::optional(content_of<view>(subject).json);
  };
}

/// The type of what a function returns, or of the value of its Result.
template <class T>
struct ValueOf {
  using type = T;
};
template <class T>
struct ValueOf<Result<T>> {
  using type = T;
};
template <class T>
using ValueIn = typename ValueOf<std::remove_cvref_t<T>>::type;

/// Returns a function `(call, last…)` that calls the function of a service: with the caller, the
/// given arguments, the values of the path in order, and `last…`, such as a command. The error of a
/// malformed value is returned.
template <class Service, class T, class... Parameters, class... Arguments>
[[nodiscard]] auto calling(Service Services::*service,
                           Result<T> (Service::*function)(const UserContext&, Parameters...),
                           Arguments... arguments) {
  using Values = std::tuple<std::remove_cvref_t<Parameters>...>;
  constexpr std::size_t first = sizeof...(Arguments);
  return [service, function, arguments...](const Call& call, const auto&... last) -> Result<T> {
    const auto with_values = [&]<std::size_t... i>(std::index_sequence<i...>)->Result<T> {
      [[maybe_unused]] const std::tuple<Result<std::tuple_element_t<first + i, Values>>...> values{
          call.value<std::tuple_element_t<first + i, Values>>(i)...};
      const Error* wrong = nullptr;
      (void)((!std::get<i>(values) && (wrong = &std::get<i>(values).error())) || ...);
      if (wrong != nullptr) return Unexpected(*wrong);
      return (call.services.*service.*function)(call.user(), arguments..., *std::get<i>(values)...,
                                                last...);
    };
    constexpr std::size_t values_of_path = sizeof...(Parameters) - first - sizeof...(last);
    return with_values(std::make_index_sequence<values_of_path>());
  };
}

/// The work of an operation without a body: `function(call)` returns what the view shows.
template <const auto& view = schema::views::nothing, class Function>
[[nodiscard]] Work without_body(Function function) {
  const auto run = [function](const Call& call, const schema::Value&) -> Result<Content> {
    keep_answer<view, ValueIn<decltype(function(call))>>(call);
    return answer<view>(function(call));
  };
  return {run, resource_of<view>()};
}

/// The work of an operation with a body: `function(call, command)` gets the checked command that is
/// decoded from it.
template <class Command, const auto& view = schema::views::nothing, class Function>
[[nodiscard]] Work take(Function function) {
  const auto run = [function](const Call& call, schema::Value body) -> Result<Content> {
    auto command = schema::decode<Command>(std::move(body), call.services.settings.policy());
    if (!command) return std::move(command).failure();
    keep_answer<view, ValueIn<decltype(function(call, *command))>>(call);
    return answer<view>(function(call, *command));
  };
  return {run,
          resource_of<view>(),
          BodyType::json,
          BodyForm::object,
          schema::inputs<Command>(),
          schema::name_of<Command>()};
}

/// The work of a PUT that updates: `function(call, edit)` gets the whole command as an edit of all
/// its members, and that of the PATCH beside it (see patch_of()) an edit of those in the patch.
template <class Command, const auto& view, class Function>
[[nodiscard]] Work take_update(Function function) {
  Work work = take<Command, view>(function);
  work.merge = [function](const Call& call, schema::Value body) -> Result<Content> {
    auto edit = schema::decode_edit<Command>(std::move(body), call.services.settings.policy());
    if (!edit) return std::move(edit).failure();
    return answer<view>(function(call, *edit));
  };
  return work;
}

/// The same work, with a merge patch as its body: null clears a field, and every field may be
/// omitted.
[[nodiscard]] inline Work as_merge_patch(Work work) {
  work.body = BodyType::merge_patch;
  for (schema::Input& input : work.inputs) input.required = false;
  return work;
}

/// The PATCH beside a PUT that updates: the same operation for the fields that the client names.
[[nodiscard]] inline Operation patch_of(Operation put, std::string_view name,
                                        std::string_view summary) {
  invariant(put.work.merge != nullptr);
  put.method = Method::patch;
  put.name = name;
  put.summary = summary;
  put.work.run = std::exchange(put.work.merge, nullptr);
  put.work = as_merge_patch(std::move(put.work));
  return put;
}

/// The same for an array of commands, given alone or in the member `wrapper`.
template <class Command, class Function>
[[nodiscard]] Work take_list(std::string_view wrapper, Function function) {
  const auto run = [wrapper, function](const Call& call, schema::Value body) -> Result<Content> {
    auto commands =
        schema::decode_list<Command>(std::move(body), wrapper, call.services.settings.policy());
    if (!commands) return std::move(commands).failure();
    keep_answer<schema::views::nothing, ValueIn<decltype(function(call, *commands))>>(call);
    return answer<schema::views::nothing>(function(call, *commands));
  };
  return {run,
          nullptr,
          BodyType::json,
          BodyForm::objects,
          schema::inputs<Command>(),
          schema::name_of<Command>()};
}

/// The same for an array of strings, each of which is the only field of a command.
template <class Command, class Function>
[[nodiscard]] Work take_texts(std::string_view wrapper, Function function) {
  const auto run = [wrapper, function](const Call& call, schema::Value body) -> Result<Content> {
    auto commands = schema::decode_texts<Command>(std::move(body), wrapper);
    if (!commands) return std::move(commands).failure();
    keep_answer<schema::views::nothing, ValueIn<decltype(function(call, *commands))>>(call);
    return answer<schema::views::nothing>(function(call, *commands));
  };
  return {run,
          nullptr,
          BodyType::json,
          BodyForm::texts,
          schema::inputs<Command>(),
          schema::name_of<Command>()};
}

/// The same work, with the body as a form.
[[nodiscard]] inline Work as_form(Work work) {
  work.body = BodyType::form;
  return work;
}

/// Like take(), for a form in which a field without a value counts as omitted (RFC 6749, section
/// 3.2).
template <class Command, const auto& view = schema::views::nothing, class Function>
[[nodiscard]] Work take_form(Function function) {
  Work work = as_form(take<Command, view>(function));
  work.run = [run = std::move(work.run)](const Call& call, schema::Value body) {
    std::erase_if(std::get<schema::Object>(body.data), [](const schema::NamedValue& field) {
      return field.value == schema::Value{std::string()};
    });
    return run(call, std::move(body));
  };
  return work;
}

/// Returns what the parameters of the request, those of the list that there are, ask for.
[[nodiscard]] inline ListFilter filter_of(const Call& call, const std::optional<Parameter>& exact,
                                          const std::optional<Parameter>& part) {
  return {.exact = exact ? call.parameters.given_text(*exact) : std::nullopt,
          .part = part ? call.parameters.given_text(*part) : std::nullopt};
}

/// Reads parts of the list returned by `fetch(call, ListRequest<Key>)`, whose items the view shows.
/// The next part starts after `key(item)` of the last item, or where a search of the list stopped.
template <class Key, const auto& view, class Fetch, class KeyOf>
[[nodiscard]] ReadPart list_of(Fetch fetch, KeyOf key, const std::optional<Parameter>& exact = {},
                               const std::optional<Parameter>& part = {}) {
  const auto run = [=](const Call& call, const PartRequest& request,
                       ItemSink sink) -> Result<PartEnd> {
    ListRequest<Key> wanted{
        .after = {}, .limit = request.limit, .filter = filter_of(call, exact, part)};
    if (request.after) {
      wanted.after = Key::parse(*request.after);
      if (!wanted.after) return Unexpected(invalid_field("after", "is not an id of this list"));
    }
    const auto listing = fetch(call, wanted);
    if (!listing) return Unexpected(listing.error());
    PartEnd end{.last = request.after, .has_more = listing->next.has_value()};
    constexpr std::size_t octets_of_most_items = 512;
    std::string text;
    text.reserve(octets_of_most_items);
    for (const auto& item : listing->items) {
      text.clear();
      append_json<view>(text, item);
      const bool is_last = &item == &listing->items.back();
      if (sink(text) && !is_last) continue;
      end.last = text_of(key(item));
      end.has_more = end.has_more || !is_last;
      if (!is_last) return end;
    }
    if (listing->next) end.last = text_of(*listing->next);
    return end;
  };
  constexpr bool is_by_code = std::is_same_v<Key, ServiceCode>;
  return {run, resource_of<view>(), is_by_code ? parameters::after_code : parameters::after, exact,
          part};
}

}  // namespace gatehouse::http::api
