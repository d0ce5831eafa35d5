/// A list that is read and written part by part.
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

/// Holds one part of the list at most, and no transaction between parts. Each part begins after the
/// last item of the one before, whatever was created or deleted in the meantime: no item comes
/// twice, and none that was there all the time is left out.
class ListBody final : public BodySource {
 public:
  struct Of {
    /// These outlive it.
    Services& services;
    const Operation& operation;
    const ResponseFormat& format;
    ParameterValues parameters;
    std::vector<std::string> path;
    /// Finds the caller again before each further part.
    std::function<Result<Caller>()> authorise;
    /// How long each further part may wait for the storage.
    std::chrono::milliseconds patience;
    /// Called with what went wrong on our side.
    std::function<void(std::string_view)> log_failure;
  };

  explicit ListBody(Of of);

  /// Appends the beginning of the body and says whether there is more, which next() gives.
  [[nodiscard]] Result<bool> begin(const Caller& caller, std::string& out);

  /// Throws as well when the caller may not read on, since what was sent is no whole answer.
  [[nodiscard]] bool next(std::string& part) override;

 private:
  [[nodiscard]] Call call_of(const Caller& caller) const;
  /// Appends items until there are enough for a part; false when they were the last.
  [[nodiscard]] Result<bool> fill(const Call& call, std::string& out);
  [[nodiscard]] Result<ListSummary> summarise(const Call& call) const;
  [[nodiscard]] Result<bool> go_on(std::string& part);

  Of of_;
  JsonListWriter writer_;
  const bool from_the_beginning_;
  std::optional<std::string> after_;
  /// Items that the answer may still hold, and items to read at once.
  std::size_t left_;
  std::size_t batch_;
  std::size_t written_ = 0;
  bool has_more_ = false;
};

}  // namespace gatehouse::http::api
