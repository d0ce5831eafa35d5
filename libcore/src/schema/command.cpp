#include <gatehouse/schema/command.hpp>

#include <algorithm>

namespace gatehouse::schema::detail {

Error faulty(const Resource& resource, std::vector<FieldFault> faults) {
  // What is no field of the resource (an alias) comes last.
  const auto position = [&](const FieldFault& fault) {
    const Field* field = resource.find(fault.field);
    return field == nullptr ? resource.fields.size()
                            : static_cast<std::size_t>(field - resource.fields.data());
  };
  std::stable_sort(faults.begin(), faults.end(), [&](const FieldFault& a, const FieldFault& b) {
    return position(a) < position(b);
  });
  std::string detail = "Not accepted: ";
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (i > 0) detail += "; ";
    detail += faults[i].field + " " + faults[i].why;
  }
  detail += '.';
  return invalid_argument(std::move(detail), std::move(faults));
}

Value* given(Object& body, std::string_view name, std::string_view alias,
             std::vector<FieldFault>& faults) {
  Value* value = find(body, name);
  if (alias.empty()) return value;
  Value* other = find(body, alias);
  if (value == nullptr) return other;
  if (other != nullptr && value->data != other->data) {
    faults.push_back({std::string(alias), "must not differ from " + std::string(name)});
  }
  return value;
}

void refuse_read_only(const Resource& resource, Object& body, std::vector<FieldFault>& faults) {
  for (const Field& field : resource.fields) {
    if (field.mode == Mode::read_only && find(body, field.name) != nullptr) {
      faults.push_back({std::string(field.name), "is read-only"});
    }
  }
}

}  // namespace gatehouse::schema::detail
