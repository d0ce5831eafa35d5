// Exports: a refused one leaves no records, and an accepted one is exported as the same lines. The
// last line, with the counts and the checksum, is generated, so that inputs get past it.
#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

constexpr std::string_view end_mark = "{\"gatehouse\":\"end\"";

std::string export_of(Storage& storage) {
  std::ostringstream out;
  static_cast<void>(transfer::export_all(storage, out, Timestamp()));
  return std::move(out).str();
}

/// The types of records, in the order of the counts in the last line of an export.
std::vector<std::string> types_in(std::string_view text) {
  std::vector<std::string> types;
  std::string_view counts = text.substr(text.find("\"counts\":{") + 10);
  counts = counts.substr(0, counts.find('}'));
  while (!counts.empty()) {
    const std::size_t end = counts.find('"', 1);
    types.emplace_back(counts.substr(1, end - 1));
    counts.remove_prefix(std::min(counts.find(','), counts.size() - 1) + 1);
  }
  return types;
}

struct Empty {
  Empty() {
    MemoryStorage storage;
    text = export_of(storage);
    types = types_in(text);
  }

  std::string text;
  std::vector<std::string> types;
};

const Empty& empty() {
  static const Empty of_empty_storage;
  return of_empty_storage;
}

std::size_t count_of(std::string_view lines, const std::string& type) {
  const std::string beginning = "{\"type\":\"" + type + "\",";
  std::size_t count = lines.starts_with(beginning) ? 1 : 0;
  const std::string wanted = "\n" + beginning;
  for (std::size_t at = lines.find(wanted); at != std::string_view::npos;
       at = lines.find(wanted, at + 1)) {
    ++count;
  }
  return count;
}

/// The lines with their last line replaced by one that matches the others.
std::string sealed(std::string_view lines) {
  std::string text(lines.substr(0, lines.find(end_mark)));
  if (!text.empty() && text.back() != '\n') text += '\n';
  std::string counts;
  for (const std::string& type : empty().types) {
    if (!counts.empty()) counts += ',';
    counts += '"' + type + "\":" + std::to_string(count_of(text, type));
  }
  return text + std::string(end_mark) + ",\"counts\":{" + counts + "},\"sha256\":\"" +
         OpensslDigest().sha256(text).to_string() + "\"}\n";
}

/// Without the first line, which contains the time of creation, and the last one.
std::string_view records_in(std::string_view text) {
  const std::size_t begin = text.find('\n') + 1;
  return text.substr(begin, text.find(end_mark) - begin);
}

bool has_the_current_format(std::string_view text) {
  const std::string_view current = empty().text;
  return text.starts_with(current.substr(0, current.find("\"created\"")));
}

Result<transfer::Imported> import(Storage& storage, const std::string& text) {
  std::istringstream in(text);
  return transfer::import_all(storage, in);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = sealed(fuzz::text_of(data, size));
  MemoryStorage storage;
  const auto imported = import(storage, text);
  const std::string exported = export_of(storage);
  if (!imported) {
    require(imported.error().code == ErrorCode::invalid_argument, "a refusal names the line");
    require(exported == empty().text, "a refused import leaves nothing behind");
    return 0;
  }
  if (has_the_current_format(text)) {
    require(records_in(exported) == records_in(text), "records are exported as they were");
  }
  MemoryStorage other;
  const auto again = import(other, exported);
  require(again.has_value(), "an export is imported");
  require(again->records == imported->records || !has_the_current_format(text),
          "an export holds as many records");
  require(export_of(other) == exported, "an import is exported as the same");
  return 0;
}
