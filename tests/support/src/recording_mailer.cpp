#include <gatehouse/testing/recording_mailer.hpp>

#include <utility>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::testing {

void RecordingMailer::deliver(const Mail& mail) {
  std::function<void(const Mail&)> hook;
  {
    const std::scoped_lock lock(mutex_);
    ++attempts_;
    hook = hook_;
  }
  if (hook) hook(mail);

  const std::scoped_lock lock(mutex_);
  if (always_failing_ || failures_left_ > 0) {
    if (!always_failing_) --failures_left_;
    if (failure_ == Failure::refused) throw PortError("the mail was refused");
    throw TransientPortError("mail cannot be delivered now");
  }
  delivered_.push_back(mail);
}

std::vector<Mail> RecordingMailer::delivered() const {
  const std::scoped_lock lock(mutex_);
  return delivered_;
}

std::optional<Mail> RecordingMailer::last() const {
  const std::scoped_lock lock(mutex_);
  if (delivered_.empty()) return std::nullopt;
  return delivered_.back();
}

std::size_t RecordingMailer::attempts() const {
  const std::scoped_lock lock(mutex_);
  return attempts_;
}

void RecordingMailer::clear() {
  const std::scoped_lock lock(mutex_);
  delivered_.clear();
  attempts_ = 0;
}

void RecordingMailer::fail_next(std::size_t count, Failure failure) {
  const std::scoped_lock lock(mutex_);
  failures_left_ = count;
  failure_ = failure;
}

void RecordingMailer::fail_always(Failure failure) {
  const std::scoped_lock lock(mutex_);
  always_failing_ = true;
  failure_ = failure;
}

void RecordingMailer::work_again() {
  const std::scoped_lock lock(mutex_);
  always_failing_ = false;
  failures_left_ = 0;
}

void RecordingMailer::on_deliver(std::function<void(const Mail&)> hook) {
  const std::scoped_lock lock(mutex_);
  hook_ = std::move(hook);
}

}  // namespace gatehouse::testing
