/// A list that is read and written in parts.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>

#include "caller.hpp"
#include "json_writer.hpp"
#include "operation.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {

/// Holds at most one part of the list, and no transaction between parts. Each part begins after the
/// last item of the previous one, whatever was created or deleted in the meantime: no item is
/// repeated, and no item that existed throughout is omitted.
class ListBody final : public BodySource {
 public:
  struct Of {
    /// Referenced objects must outlive the body.
    Services& services;
    const Operation& operation;
    const ResponseFormat& format;
    ParameterValues parameters;
    std::vector<std::string> path;
    /// Identifies the caller again before each further part.
    std::function<Result<Caller>()> authorise;
    /// Maximum time that each further part may wait for the storage.
    std::chrono::milliseconds patience;
    /// Called with a description of each internal failure.
    std::function<void(std::string_view)> log_failure;
  };

  explicit ListBody(Of of);

  /// Appends the beginning of the body, and returns whether next() has more.
  [[nodiscard]] Result<bool> begin(const Caller& caller, std::string& out);

  /// Also throws if the caller's permission has ended, since the response is incomplete.
  [[nodiscard]] bool next(std::string& part) override;

 private:
  [[nodiscard]] Call call_of(const Caller& caller) const;
  /// Appends items until the part is full. Returns false if they were the last.
  [[nodiscard]] Result<bool> fill(const Call& call, std::string& out);
  [[nodiscard]] Result<ListSummary> summarise(const Call& call) const;
  [[nodiscard]] Result<bool> go_on(std::string& part);

  Of of_;
  JsonListWriter writer_;
  const bool from_the_beginning_;
  std::optional<std::string> after_;
  /// Items that the response may still hold, and items to read at once.
  std::size_t left_;
  std::size_t batch_;
  std::size_t written_ = 0;
  bool has_more_ = false;
};

}  // namespace gatehouse::http::api
