/// A line of JSON for each answer. Paths are named by their template, because they hold tokens and
/// names; nothing else of a request is in it but its method, size and id, and where it came from.
#pragma once

#include <gatehouse/http_server/observer.hpp>

#include "operations/log_file.hpp"

namespace gatehouse::app {

class AccessLog final : public http::Observer {
 public:
  explicit AccessLog(LogFile& file) : file_(file) {}

  [[nodiscard]] const LogFile& file() const noexcept { return file_; }

  void on_answer(const http::Exchange& exchange) noexcept override;

 private:
  LogFile& file_;
};

}  // namespace gatehouse::app
