#include "list_body.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage_patience.hpp>

namespace gatehouse::http::api {
namespace {

/// A part ends at this many octets, rounded up to a whole item.
constexpr std::size_t octets_of_part = std::size_t{64} * 1024;
/// Items read at once while their size is unknown.
constexpr std::size_t first_batch = 8;
/// Room for the items of most lists, which would otherwise be copied as they grow.
constexpr std::size_t octets_of_most_lists = std::size_t{32} * 1024;

}  // namespace

ListBody::ListBody(Of of)
    : of_(std::move(of)),
      writer_(indent_of(of_.parameters)),
      from_the_beginning_(!of_.parameters.given_text(parameters::after)),
      after_(of_.parameters.given_text(parameters::after)),
      left_(of_.services.settings.list_limit),
      batch_(first_batch) {
  if (const auto limit = of_.parameters.given_integer(parameters::limit)) {
    left_ = std::min(left_, static_cast<std::size_t>(*limit));
  }
}

Call ListBody::call_of(const Caller& caller) const {
  return {.services = of_.services,
          .caller = caller.user_or_null(),
          .service = caller.service_or_null(),
          .parameters = of_.parameters,
          .path = of_.path,
          .client_id = {},
          .idempotency_key = {}};
}

Result<bool> ListBody::begin(const Caller& caller, std::string& out) {
  const Call call = call_of(caller);
  std::string items;
  items.reserve(octets_of_most_lists);
  auto more = fill(call, items);
  if (!more) return more;

  std::string before = of_.format.before_list();
  std::string after = "{}";
  if (!*more) {
    const auto summary = summarise(call);
    if (!summary) return Unexpected(summary.error());
    after = of_.format.about_list(*summary, of_.parameters);
    if (of_.format.begins_with_summary()) std::swap(before, after);
  }
  constexpr std::size_t octets_around_items = 512;
  out.reserve(items.size() + octets_around_items);
  writer_.begin(out, before, of_.format.list_name());
  out += items;
  if (!*more) writer_.end(out, after);
  return more;
}

bool ListBody::next(std::string& part) {
  const StoragePatience patience(of_.patience);
  try {
    const auto more = go_on(part);
    // The output so far is correct, but it must not look complete.
    if (!more) throw std::runtime_error("cannot continue reading a list: " + more.error().detail);
    return *more;
  } catch (const PortError& error) {
    of_.log_failure(error.what());
    throw;
  }
}

Result<bool> ListBody::go_on(std::string& part) {
  // The token may have been revoked, or the account deleted, since the last part was read.
  const auto caller = of_.authorise();
  if (!caller) return Unexpected(caller.error());
  const Call call = call_of(*caller);
  auto more = fill(call, part);
  if (!more || *more) return more;
  const auto summary = summarise(call);
  if (!summary) return Unexpected(summary.error());
  writer_.end(part, of_.format.about_list(*summary, of_.parameters));
  return false;
}

Result<bool> ListBody::fill(const Call& call, std::string& out) {
  std::size_t octets = 0;
  do {
    const std::size_t before = out.size();
    std::size_t items = 0;
    const auto end = of_.operation.read_part.run(
        call, {after_, std::min(batch_, left_)}, [&](std::string_view item) {
          writer_.add(out, item);
          ++items;
          return octets + out.size() - before < octets_of_part;
        });
    if (!end) return Unexpected(end.error());
    after_ = end->last;
    has_more_ = end->has_more;
    written_ += items;
    left_ -= items;
    octets += out.size() - before;
    if (!has_more_ || left_ == 0) return false;
    const std::size_t octets_of_item = (out.size() - before) / std::max<std::size_t>(items, 1) + 1;
    const std::size_t wanted = octets < octets_of_part ? octets_of_part - octets : octets_of_part;
    batch_ = std::clamp<std::size_t>(wanted / octets_of_item + 1, 1, of_.operation.items_at_once);
  } while (octets < octets_of_part);
  return true;
}

/// If the response holds the whole list, the number of items written is the total.
Result<ListSummary> ListBody::summarise(const Call& call) const {
  ListSummary summary{.written = written_, .total = {}, .next = {}};
  if (has_more_) summary.next = after_;
  if (!of_.operation.count_items) return summary;
  summary.total = written_;
  if (from_the_beginning_ && !has_more_) return summary;
  const auto counted = of_.operation.count_items(call);
  if (!counted) return Unexpected(counted.error());
  summary.total = std::max(*counted, written_);
  return summary;
}

}  // namespace gatehouse::http::api
