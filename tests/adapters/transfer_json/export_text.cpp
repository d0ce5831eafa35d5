#include "export_text.hpp"

#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

namespace gatehouse::testing {
namespace {

const Timestamp when{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

}  // namespace

std::string export_of(Storage& storage) {
  std::ostringstream out;
  static_cast<void>(transfer::export_all(storage, out, when));
  return out.str();
}

Result<std::uint64_t> import_text(Storage& storage, const std::string& text) {
  std::istringstream in(text);
  auto imported = transfer::import_all(storage, in);
  if (!imported) return std::move(imported).failure();
  return imported->records;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::string sealed(std::vector<std::string> lines) {
  std::string last = lines.back();
  lines.pop_back();
  const std::string text = joined(lines);
  // The types and their order are those of the replaced line.
  std::size_t at = last.find("\"counts\":{") + 10;
  std::string counts;
  while (last[at] != '}') {
    const std::size_t quote = last.find('"', at + 2);
    const std::string type = last.substr(at + 1, quote - at - 1);
    const auto count = std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
      return is_of_type(line, type);
    });
    counts += (counts.empty() ? "\"" : ",\"") + type + "\":" + std::to_string(count);
    at = last.find_first_of(",}", quote);
    if (last[at] == ',') ++at;
  }
  return text + R"({"gatehouse":"end","counts":{)" + counts + R"(},"sha256":")" +
         OpensslDigest().sha256(text).to_string() + "\"}\n";
}

bool is_of_type(const std::string& line, const std::string& type) {
  return line.starts_with("{\"type\":\"" + type + "\",");
}

std::string refusal_of(const std::string& text) {
  MemoryStorage storage;
  static const std::string empty = export_of(storage);
  const auto imported = import_text(storage, text);
  REQUIRE_FALSE(imported.has_value());
  CHECK(imported.error().code == ErrorCode::invalid_argument);
  CHECK(export_of(storage) == empty);
  return imported.error().detail;
}

}  // namespace gatehouse::testing
