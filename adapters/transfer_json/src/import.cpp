#include <boost/json/parse.hpp>
#include <cstdint>
#include <istream>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gatehouse/transfer_json/transfer.hpp>

#include "checksum.hpp"
#include "former_names.hpp"
#include "frame.hpp"
#include "keep.hpp"
#include "lines.hpp"

namespace gatehouse::transfer {
namespace {

template <class... Kinds>
bool is_empty(const Scan& scan, const std::tuple<Kinds...>*) {
  return (scan.page(Page<Kinds>{.after = {}, .limit = 1}).empty() && ...);
}

json::object parse(const std::string& line) {
  json::parse_options options;
  options.max_depth = 3;
  json::error_code error;
  json::value value = json::parse({line.data(), line.size() - 1}, error, {}, options);
  if (error || !value.is_object()) throw Fault("is no JSON object");
  return std::move(value.get_object());
}

/// Returns the text of a field; empty when the field is missing.
std::string_view field_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

/// Accepts a line only in its canonical form, which rules out duplicate names, numbers with a
/// fraction and edited lines.
void check_written_so(const std::string& line, const std::string& as_written) {
  if (line != as_written) throw Fault("is not as an export writes it");
}

/// Returns the format stated in the first line.
std::int64_t format_of(const std::string& line) {
  const json::object object = parse(line);
  if (field_of(object, "gatehouse") != "export") throw Fault("is not the first of an export");
  const json::value* given = object.if_contains("format");
  const std::int64_t* format = given == nullptr ? nullptr : given->if_int64();
  if (format == nullptr || *format < oldest_format || *format > newest_format) {
    throw Fault("says a format that this version does not read");
  }
  const std::string created(field_of(object, "created"));
  if (!parse_time(created)) throw Fault("does not say when the export was made");
  check_written_so(line, first_line(*format, created));
  return *format;
}

/// Returns the identifier of a hash's format, such as `$2b$` of `$2b$10$…`, or "unknown". Messages
/// contain nothing else of the hash.
std::string form_of(std::string_view hash) {
  constexpr std::size_t longest = 24;
  const std::size_t end = hash.starts_with('$') ? hash.find('$', 1) : std::string_view::npos;
  const bool is_named =
      end <= longest &&
      hash.substr(1, end - 1).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
          std::string_view::npos;
  return is_named ? std::string(hash.substr(0, end + 1)) : "unknown";
}

/// Imports the lines between the first and the last.
class Records {
 public:
  Records(Transaction& tx, std::int64_t format, const ImportOptions& options)
      : tx_(tx), format_(format), options_(options) {}

  void take(const std::string& line, const json::object& object) {
    const std::string_view type = field_of(object, "type");
    const bool known = [&]<std::size_t... kind>(std::index_sequence<kind...>) {
      return ((is_type<std::tuple_element_t<kind, RecordKinds>>(type) &&
               (take_kind<kind>(line, object), true)) ||
              ...);
    }
    (std::make_index_sequence<std::tuple_size_v<RecordKinds>>());
    if (!known) throw Fault("has a type that this version does not know");
  }

  [[nodiscard]] const Counts& counts() const noexcept { return counts_; }
  [[nodiscard]] const std::map<std::string, std::uint64_t>& unusable() const noexcept {
    return unusable_;
  }

 private:
  template <class Record>
  bool is_type(std::string_view type) const {
    constexpr std::string_view name = records::description<Record>.name;
    return type == name && first_format(name) <= format_;
  }

  template <std::size_t kind>
  void take_kind(const std::string& line, const json::object& object) {
    using Record = std::tuple_element_t<kind, RecordKinds>;
    auto& last = std::get<kind>(last_);
    auto read = record_of<AsRead<Record>>(object, format_);
    check_written_so(line, line_of(read, format_));
    Record& record = read;
    bring_up_to_date(record, format_);
    if (kind < kind_ || (last && !comes_before(*last, record, format_))) {
      throw Fault("is out of order, or there twice");
    }
    kind_ = kind;
    keep(tx_, record);
    if constexpr (std::is_same_v<Record, Registration>) keep_code_of(read);
    if constexpr (requires { record.password_hash; }) count_unusable(record.password_hash);
    last = std::move(record);
    ++counts_.at(kind);
  }

  void count_unusable(const std::string& hash) {
    const PasswordHasher* hasher = options_.password_hasher;
    if (hasher == nullptr) return;
    if (!hasher->understands(hash)) {
      ++unusable_[form_of(hash)];
    } else if (options_.is_too_costly && options_.is_too_costly(hash)) {
      ++unusable_[form_of(hash) + " (too costly)"];
    }
  }

  /// Before format 4 the code was a field of its registration. Its mail is unknown: the
  /// registration's own id stands for it, so that the code counts as mailed.
  void keep_code_of(const AsRead<Registration>& read) {
    if (format_ >= 4) return;
    keep(tx_, ApproveCode{.registration = read.id,
                          .digest = read.code_digest,
                          .organization_name = read.organization_name,
                          .mail = OutgoingMailId(read.id.bytes()),
                          .created_at = read.created_at,
                          .expires_at = read.expires_at});
  }

  template <class... Kinds>
  static std::tuple<std::optional<Kinds>...> one_of_each(const std::tuple<Kinds...>*);

  Transaction& tx_;
  std::int64_t format_;
  const ImportOptions& options_;
  std::map<std::string, std::uint64_t> unusable_;
  /// The kind of the last record, and the last one of each kind.
  std::size_t kind_ = 0;
  decltype(one_of_each(static_cast<const RecordKinds*>(nullptr))) last_;
  Counts counts_{};
};

/// Imports all lines in the transaction. Throws Fault.
Imported take_lines(Transaction& tx, Lines& lines, const ImportOptions& options) {
  if (!lines.next()) throw Fault("is missing: there is nothing");
  const std::int64_t format = format_of(lines.text());
  Checksum sum;
  sum.add(lines.text());
  Records records(tx, format, options);
  for (;;) {
    if (!lines.next()) throw Fault("is missing: the export was cut off");
    const json::object object = parse(lines.text());
    if (object.contains("gatehouse")) break;
    records.take(lines.text(), object);
    sum.add(lines.text());
  }
  if (lines.text() != last_line(format, records.counts(), sum.finish())) {
    throw Fault("does not fit the lines before it: the export was changed");
  }
  if (lines.next()) throw Fault("comes after the last one");
  if (format < 4 && options.text_forms != nullptr) bring_names_into_form(tx, *options.text_forms);
  return {std::accumulate(records.counts().begin(), records.counts().end(), std::uint64_t{0}),
          records.unusable()};
}

Error unusable_passwords(const std::map<std::string, std::uint64_t>& unusable) {
  std::string detail = "No login can succeed with these password hashes:";
  std::vector<FieldFault> faults;
  for (const auto& [form, count] : unusable) {
    detail += " " + std::to_string(count) + " of the form " + form + ",";
    faults.push_back({std::string(password_hash_field), "cannot be verified: " + form});
  }
  detail.back() = '.';
  return failed_precondition(detail, std::move(faults));
}

}  // namespace

Result<Imported> import_all(Storage& storage, std::istream& in, const ImportOptions& options) {
  return storage.transact([&](Transaction& tx) -> Result<Imported> {
    if (!is_empty(Scan::through(tx), static_cast<const RecordKinds*>(nullptr))) {
      return Unexpected(failed_precondition(
          "The database holds records already; an import needs one without any."));
    }
    Lines lines(in);
    try {
      Imported imported = take_lines(tx, lines, options);
      if (!imported.unusable_passwords.empty() && !options.keep_unusable_passwords) {
        return Unexpected(unusable_passwords(imported.unusable_passwords));
      }
      return imported;
    } catch (const Fault& fault) {
      return Unexpected(
          invalid_argument("line " + std::to_string(lines.number()) + ": " + fault.what()));
    }
  });
}

}  // namespace gatehouse::transfer
