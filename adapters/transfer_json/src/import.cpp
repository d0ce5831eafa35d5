#include <boost/json/parse.hpp>
#include <cstdint>
#include <istream>
#include <numeric>
#include <optional>
#include <string>

#include <gatehouse/transfer_json/transfer.hpp>

#include "checksum.hpp"
#include "frame.hpp"
#include "keep.hpp"
#include "lines.hpp"

namespace gatehouse::transfer {
namespace {

template <class... Kinds>
bool is_empty(const Walk& walk, const std::tuple<Kinds...>*) {
  return (walk.page(Page<Kinds>{.after = {}, .limit = 1}).empty() && ...);
}

json::object parse(const std::string& line) {
  json::parse_options options;
  options.max_depth = 3;
  json::error_code error;
  json::value value = json::parse({line.data(), line.size() - 1}, error, {}, options);
  if (error || !value.is_object()) throw Fault("is no JSON object");
  return std::move(value.get_object());
}

/// The text of a field; empty when there is none.
std::string_view field_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

/// One way of writing a line is taken, so that one way of reading it is all there is: no name
/// twice, no number with a fraction, nothing that a hand has changed.
void check_written_so(const std::string& line, const std::string& as_written) {
  if (line != as_written) throw Fault("is not as an export writes it");
}

/// The format that the first line says.
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

/// Takes the lines between the first and the last.
class Records {
 public:
  Records(Transaction& tx, std::int64_t format) : tx_(tx), format_(format) {}

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

 private:
  template <class Record>
  bool is_type(std::string_view type) const {
    return type == type_name<Record> && first_format<Record> <= format_;
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
    last = std::move(record);
    ++counts_.at(kind);
  }

  template <class... Kinds>
  static std::tuple<std::optional<Kinds>...> one_of_each(const std::tuple<Kinds...>*);

  Transaction& tx_;
  std::int64_t format_;
  /// The kind of the last record, and the last one of each kind.
  std::size_t kind_ = 0;
  decltype(one_of_each(static_cast<const RecordKinds*>(nullptr))) last_;
  Counts counts_{};
};

/// How many records, all of which are in the transaction then. Throws Fault.
std::uint64_t take_lines(Transaction& tx, Lines& lines) {
  if (!lines.next()) throw Fault("is missing: there is nothing");
  const std::int64_t format = format_of(lines.text());
  Checksum sum;
  sum.add(lines.text());
  Records records(tx, format);
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
  return std::accumulate(records.counts().begin(), records.counts().end(), std::uint64_t{0});
}

}  // namespace

Result<std::uint64_t> import_all(Storage& storage, std::istream& in) {
  return storage.transact([&](Transaction& tx) -> Result<std::uint64_t> {
    if (!is_empty(Walk::through(tx), static_cast<const RecordKinds*>(nullptr))) {
      return Unexpected(failed_precondition(
          "The database holds records already; an import needs one without any."));
    }
    Lines lines(in);
    try {
      return take_lines(tx, lines);
    } catch (const Fault& fault) {
      return Unexpected(
          invalid_argument("line " + std::to_string(lines.number()) + ": " + fault.what()));
    }
  });
}

}  // namespace gatehouse::transfer
