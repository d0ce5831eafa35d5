/// A mailer that keeps what it is given.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include <gatehouse/ports/mailer.hpp>

namespace gatehouse::testing {

/// Delivers into a list, and fails when it is told to. Any number of threads may use it.
class RecordingMailer final : public Mailer {
 public:
  enum class Failure {
    /// Throws PortError: the mail was refused.
    refused,
    /// Throws TransientPortError: trying again may help.
    transient,
  };

  void deliver(const Mail& mail) override;

  /// The mails delivered so far, in order. Those that failed are not among them.
  [[nodiscard]] std::vector<Mail> delivered() const;
  [[nodiscard]] std::optional<Mail> last() const;
  /// How often deliver() was called, failures included.
  [[nodiscard]] std::size_t attempts() const;
  /// Forgets the mails and the attempts.
  void clear();

  /// The next `count` deliveries fail, and those after them work.
  void fail_next(std::size_t count, Failure failure = Failure::transient);
  /// All deliveries fail until work_again().
  void fail_always(Failure failure = Failure::transient);
  void work_again();

  /// Runs in each deliver() from now on, on its thread, before the mail is kept or refused, with no
  /// lock held: here a test looks at the storage, tries the token of the mail, or throws.
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
