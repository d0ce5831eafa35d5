#include "operations/error_log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <mutex>
#include <string_view>

namespace gatehouse::app {
namespace {

class Sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit Sink(LogFile& file) : file_(file) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    file_.write_now({line.data(), line.size()});
  }
  void flush_() override {}

 private:
  LogFile& file_;
};

}  // namespace

ErrorLog::ErrorLog(const std::string& level)
    : logger_(std::make_shared<spdlog::logger>("gatehouse")),
      file_("-", [logger = logger_](std::string_view what) { logger->warn("{}", what); }) {
  logger_->sinks().push_back(std::make_shared<Sink>(file_));
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger_->set_level(spdlog::level::from_str(level));
}

}  // namespace gatehouse::app
