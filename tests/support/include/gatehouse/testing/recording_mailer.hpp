/// A mailer that records delivered mails.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include <gatehouse/ports/mailer.hpp>

namespace gatehouse::testing {

/// Delivers into a list, and fails on demand. Thread-safe.
class RecordingMailer final : public Mailer {
 public:
  enum class Failure {
    /// Throws PortError: the mail was refused.
    refused,
    /// Throws TransientPortError: a retry may succeed.
    transient,
  };

  void deliver(const Mail& mail) override;
  /// "<name@mailer.example>".
  [[nodiscard]] std::string message_id(std::string_view unique_name) const override {
    return "<" + std::string(unique_name) + "@mailer.example>";
  }

  /// The mails delivered so far, in order, without failed ones.
  [[nodiscard]] std::vector<Mail> delivered() const;
  [[nodiscard]] std::optional<Mail> last() const;
  /// The number of calls of deliver(), including failures.
  [[nodiscard]] std::size_t attempts() const;
  /// Clears the mails and the number of attempts.
  void clear();

  /// The next `count` deliveries fail, and later ones succeed.
  void fail_next(std::size_t count, Failure failure = Failure::transient);
  /// All deliveries fail until work_again().
  void fail_always(Failure failure = Failure::transient);
  void work_again();

  /// Runs in each deliver() from now on, on its thread, before the mail is recorded or refused,
  /// without a lock: a test can inspect the storage, use the token of the mail, or throw.
  void on_deliver(std::function<void(const Mail&)> hook);

 private:
  mutable std::mutex mutex_;
  std::vector<Mail> delivered_;
  std::size_t attempts_ = 0;
  std::size_t failures_left_ = 0;
  bool always_failing_ = false;
  Failure failure_ = Failure::transient;
  std::function<void(const Mail&)> hook_;
};

}  // namespace gatehouse::testing
