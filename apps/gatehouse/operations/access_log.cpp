#include "operations/access_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/http_api/api.hpp>
#include <gatehouse/http_gate/gate.hpp>

namespace gatehouse::app {
namespace {

/// Replaces unknown methods, which are arbitrary client data.
std::string_view known_method(std::string_view method) {
  constexpr auto known = std::to_array<std::string_view>(
      {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"});
  return method.empty() || std::ranges::find(known, method) != known.end() ? method : "other";
}

/// Adds a member, with null for an empty text. None of the values needs escaping: fixed words, ids
/// as described by Request, and numeric addresses.
void add(std::string& line, std::string_view name, std::string_view text) {
  const std::string_view quote = text.empty() ? "" : "\"";
  fmt::format_to(std::back_inserter(line), ",\"{0}\":{1}{2}{1}", name, quote,
                 text.empty() ? "null" : text);
}

std::string hex_of(const http::LabelValue* value) {
  const auto* id = value == nullptr ? nullptr : std::get_if<http::LabelId>(value);
  return id == nullptr ? std::string() : to_hex(*id);
}

// All handlers use the same name for the account label.
static_assert(http::api::account_label == http::gate::account_label);

std::string line_of(const http::Exchange& exchange) {
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const http::RequestLabels& labels = exchange.labels;
  std::string line = R"({"time":")" + format_utc(now) + '"';
  add(line, "id", exchange.id);
  add(line, "remote", exchange.remote);
  add(line, "method", known_method(exchange.method));
  add(line, "path", labels.path);
  fmt::format_to(
      std::back_inserter(line), ",\"status\":{},\"duration_ms\":{:.3f},\"received\":{},\"sent\":{}",
      exchange.status, std::chrono::duration<double, std::milli>(exchange.duration).count(),
      exchange.received, exchange.sent);
  if (exchange.is_cut) line += ",\"cut\":true";
  add(line, http::api::role_label, labels.extra.text(http::api::role_label));
  add(line, http::api::account_label, hex_of(labels.extra.find(http::api::account_label)));
  line += "}\n";
  return line;
}

}  // namespace

void AccessLog::on_answer(const http::Exchange& exchange) noexcept {
  try {
    file_.write(line_of(exchange));
  } catch (const std::exception&) {
    // The response matters more than the log.
    return;
  }
}

}  // namespace gatehouse::app
