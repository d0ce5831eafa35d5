#include <gatehouse/schema/command.hpp>

#include <algorithm>

#include <gatehouse/schema/array_bodies.hpp>

#include "unheeded_limits.hpp"

namespace gatehouse::schema {
namespace {

/// The place of an array item: "[0]".
std::string place(std::size_t item) { return "[" + std::to_string(item) + "]"; }

}  // namespace

Error faulty(std::vector<FieldFault> faults) {
  std::string detail = "Not accepted: ";
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (i > 0) detail += "; ";
    detail += faults[i].field + " " + faults[i].why;
  }
  detail += '.';
  return invalid_argument(std::move(detail), std::move(faults));
}

Result<Done> not_too_many(std::size_t items) {
  if (items <= max_items_of_body) return Done{};
  return Unexpected(invalid_argument(
      "The array may have at most " + std::to_string(max_items_of_body) + " items, not " +
      std::to_string(items) + ". Send the rest in further requests."));
}

namespace detail {

Error faulty(const Resource& resource, std::vector<FieldFault> faults) {
  // Names that are not fields of the resource (aliases) come last.
  const auto position = [&](const FieldFault& fault) {
    const Field* field = resource.find(fault.field);
    return field == nullptr ? resource.fields.size()
                            : static_cast<std::size_t>(field - resource.fields.data());
  };
  std::stable_sort(faults.begin(), faults.end(), [&](const FieldFault& a, const FieldFault& b) {
    return position(a) < position(b);
  });
  return schema::faulty(std::move(faults));
}

Error not_an_object(const Value& body) {
  return invalid_argument("The body must be an object, not " + std::string(describe_type(body)) +
                          ".");
}

Result<List> unwrap(Value body, std::string_view wrapper) {
  auto* items = std::get_if<List>(&body.data);
  if (auto* object = std::get_if<Object>(&body.data)) {
    Value* inner = find(*object, wrapper);
    if (inner == nullptr) return Unexpected(invalid_field(std::string(wrapper), "is required"));
    items = std::get_if<List>(&inner->data);
    if (items == nullptr) {
      return Unexpected(invalid_field(
          std::string(wrapper), "must be an array, not " + std::string(describe_type(*inner))));
    }
  }
  if (items == nullptr) {
    return Unexpected(invalid_argument("The body must be an array, not " +
                                       std::string(describe_type(body)) + "."));
  }
  if (auto ok = not_too_many(items->size()); !ok) return std::move(ok).failure();
  return std::move(*items);
}

void collect(std::size_t item, const Error& error, std::vector<FieldFault>& faults) {
  if (error.fields.empty()) faults.push_back({place(item), "must be an object"});
  for (const FieldFault& fault : error.fields) {
    faults.push_back({place(item) + "." + fault.field, fault.why});
  }
}

Value* given(Object& body, std::string_view name, std::string_view alias,
             std::vector<FieldFault>& faults) {
  Value* value = find(body, name);
  Value* other = alias.empty() ? nullptr : find(body, alias);
  refuse_unheeded_limits(body, name, alias, value != nullptr || other != nullptr, faults);
  if (value == nullptr) return other;
  if (other != nullptr && value->data != other->data) {
    faults.push_back({std::string(alias), "must not differ from " + std::string(name)});
  }
  return value;
}

Result<std::vector<std::string>> decode_texts(Value body, std::string_view wrapper,
                                              const Field& field) {
  auto items = detail::unwrap(std::move(body), wrapper);
  if (!items) return std::move(items).failure();
  std::vector<std::string> texts;
  std::vector<FieldFault> faults;
  for (std::size_t i = 0; i < items->size(); ++i) {
    std::string& text = texts.emplace_back();
    Why why = convert((*items)[i], field, text);
    if (!why) why = why_not(field, text);
    if (why) faults.push_back({place(i), std::move(*why)});
  }
  if (!faults.empty()) return Unexpected(schema::faulty(std::move(faults)));
  return texts;
}

}  // namespace detail
}  // namespace gatehouse::schema
