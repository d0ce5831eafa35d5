/// A JSON line for each response. Paths are replaced by their template, since they contain tokens
/// and names. Of the request, only its method, size, id and client address are included.
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
