#include "machine_driver.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include <boost/asio/ip/address_v4.hpp>

#include "client_address.hpp"

namespace gatehouse::http::testing {

using server::Action;

MachineDriver::MachineDriver(const Mux& mux, const ServerOptions& options,
                             std::vector<Observer*> observers, bool is_encrypted)
    : shared_(options), appetite_(std::numeric_limits<std::size_t>::max()) {
  shared_.serve(mux, std::move(observers));
  const boost::asio::ip::address peer = boost::asio::ip::address_v4::loopback();
  slot_ = shared_.slots.enter(peer).slot;
  machine_.emplace(shared_, thread_, *slot_, server::plain(peer), is_encrypted);
}

MachineDriver::~MachineDriver() {
  if (!is_closed_) close();
}

void MachineDriver::start() { perform(machine_->start(now_)); }

void MachineDriver::send(std::string_view octets) {
  unread_.append(octets);
  read();
}

void MachineDriver::disconnect() {
  if (std::exchange(is_reading_, false)) perform(machine_->lost(now_));
}

std::string MachineDriver::taken() { return std::exchange(taken_, {}); }

void MachineDriver::take_up_to(std::size_t octets) {
  appetite_ = octets;
  if (appetite_ > 0 && std::exchange(awaits_output_, false)) perform(machine_->writable(now_));
}

void MachineDriver::pass(std::chrono::milliseconds time) {
  now_.time += time;
  now_.date += std::chrono::duration_cast<std::chrono::seconds>(time).count();
  if (!is_closed_) perform(machine_->tick(now_));
}

void MachineDriver::stop() {
  shared_.stopping = true;
  if (!is_closed_) perform(machine_->drain(now_, !unread_.empty()));
}

void MachineDriver::ask_to_give_up() {
  if (!is_closed_) perform(machine_->gives_up());
}

void MachineDriver::run_lane(std::size_t most) {
  for (; most > 0 && waiting_pool_ && !is_closed_; --most) {
    waiting_pool_.reset();
    machine_->work();
    perform(machine_->worked(now_));
  }
}

void MachineDriver::turn_away() {
  if (!std::exchange(waiting_pool_, std::nullopt)) return;
  machine_->turn_away();
  perform(machine_->worked(now_));
}

void MachineDriver::finish_handshake() { perform(machine_->handshake_done(now_)); }

void MachineDriver::meet_plain_http() { perform(machine_->handshake_met_plain_http(now_)); }

void MachineDriver::perform(Action action) {
  for (;;) {
    if (action != Action::wait) last_ = action;
    switch (action) {
      case Action::wait:
      case Action::shake_hands: return;
      case Action::read_unless_idle:
        if (unread_.empty()) return close();
        [[fallthrough]];
      case Action::read:
      case Action::discard: is_reading_ = true; return read();
      case Action::cancel:
        is_reading_ = false;
        action = machine_->lost(now_);
        break;
      case Action::write: action = write(); break;
      case Action::await_output: awaits_output_ = true; return;
      case Action::work:
        machine_->work();
        action = machine_->worked(now_);
        break;
      case Action::submit:
        if (!lanes_are_full_) {
          waiting_pool_ = machine_->pool();
          waiting_claim_ = machine_->claim();
          return;
        }
        action = machine_->not_taken(now_);
        break;
      case Action::close_notify: action = machine_->close_notify_sent(now_); break;
      case Action::hang_up:
      case Action::close: return close();
    }
  }
}

Action MachineDriver::write() {
  std::size_t written = 0;
  for (;;) {
    const auto octets = machine_->output().unsent_octets(written).front();
    if (octets.size() == 0) break;
    const std::size_t count = std::min(octets.size(), appetite_);
    if (count == 0) return machine_->wrote(written, true, now_);
    taken_.append(static_cast<const char*>(octets.data()), count);
    appetite_ -= count;
    written += count;
  }
  return machine_->wrote(written, false, now_);
}

void MachineDriver::read() {
  // If called from the loop below, the loop continues.
  if (std::exchange(is_in_read_, true)) return;
  while (is_reading_ && !unread_.empty() && !is_closed_) {
    const auto [data, size] = machine_->space();
    const std::size_t count = std::min(size, unread_.size());
    std::memcpy(data, unread_.data(), count);
    unread_.erase(0, count);
    is_reading_ = false;
    perform(machine_->received(count, now_));
  }
  is_in_read_ = false;
}

void MachineDriver::close() {
  is_closed_ = true;
  is_reading_ = awaits_output_ = false;
  was_reset_ = machine_->end(now_);
}

}  // namespace gatehouse::http::testing
