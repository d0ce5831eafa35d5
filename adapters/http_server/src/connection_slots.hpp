/// How many connections there may be, and which one gives way when there is no slot left.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include <gatehouse/http_server/server.hpp>

namespace gatehouse::http::server {

/// A connection, as seen by what has to close one.
class SlotHolder {
 public:
  virtual ~SlotHolder() = default;
  /// Called from any thread: has the connection closed by its own thread, unless it has become
  /// active in the meantime (see ConnectionSlots::Slot::gives_way()).
  virtual void give_way() noexcept = 0;
  /// Likewise, has it give up what it holds for its client (see ConnectionSlots::Slot::gives_up()).
  virtual void give_up() noexcept = 0;
};

/// The slots of a server's connections. All functions may be called from any thread.
///
/// A connection notes in its slot since when it has been waiting for its client, without a lock.
/// The slots are listed in the order of what was noted when they were last looked at, which is
/// never later than what is noted now. So the longest idle one is found by looking at the first in
/// the list, and putting it to where it belongs by now, until one is where it belongs already.
class ConnectionSlots {
 public:
  class Slot;
  using Held = std::unique_ptr<Slot>;

  explicit ConnectionSlots(const ServerOptions& options);
  ConnectionSlots(const ConnectionSlots&) = delete;
  ConnectionSlots& operator=(const ConnectionSlots&) = delete;

  enum class Refusal : std::uint8_t {
    /// There is no slot at present: enter() is to be called again after a wake-up, or a while.
    wait,
    /// The address has its share, and works on all of it.
    turned_away,
  };
  struct Entered {
    /// Null when refused.
    Held slot;
    Refusal refusal = Refusal::wait;
  };
  /// Gives a slot to a connection from that address, which is of IPv4 where it can be. When all
  /// slots are taken, the connection that has been idle longest, of all or of the address, has to
  /// give way.
  [[nodiscard]] Entered enter(const boost::asio::ip::address& address);
  /// Has the connection closed that has been idle longest.
  void make_room();

  /// Has connections give up what they have held for longer than `patience`, the largest and
  /// slowest first, until it comes to `octets`; says whether it does.
  [[nodiscard]] bool reclaim(std::size_t octets, std::chrono::nanoseconds patience);

  /// `wake` is called once after enter() has said `wait`, as soon as a slot may be free. To be set
  /// before the first enter().
  void on_change(std::function<void()> wake) { wake_ = std::move(wake); }
  /// There will be no more calls of `wake`, nor of enter().
  void forget() noexcept;

  /// Connections that were closed to make room for others, and those that were turned away.
  [[nodiscard]] std::uint64_t displaced() const noexcept { return displaced_; }
  [[nodiscard]] std::uint64_t turned_away() const noexcept { return turned_away_; }
  /// Connections that were asked to give up what they held, and did.
  [[nodiscard]] std::uint64_t cut() const noexcept { return cut_; }

 private:
  /// An address of IPv4, or the network (/64) of one of IPv6, which its owner has for itself.
  using Source = std::array<unsigned char, 16>;
  using Instant = std::int64_t;
  using Order = std::set<std::pair<Instant, Slot*>>;
  struct Group {
    std::size_t count = 0;
    std::size_t leaving = 0;
    Order order;
  };
  using Groups = std::map<Source, Group>;

  [[nodiscard]] static Source source_of(const boost::asio::ip::address& address);
  [[nodiscard]] static Instant now() noexcept;

  // Under the mutex:
  [[nodiscard]] Slot* choose(Order& order) noexcept;
  void mark_leaving(Slot& slot) noexcept;
  void list(Slot& slot, Instant since) noexcept;
  void unlist(Slot& slot) noexcept;
  /// What `wake_` is to be called for after the mutex is released.
  [[nodiscard]] bool wakes() noexcept { return std::exchange(wanted_, false); }

  void leave(Slot& slot) noexcept;
  void stay(Slot& slot) noexcept;

  const std::size_t limit_;
  const std::size_t share_;
  const std::function<bool(const boost::asio::ip::address&)> has_no_share_;

  std::mutex mutex_;
  Groups groups_;
  Order order_;
  std::size_t count_ = 0;
  std::size_t leaving_ = 0;
  bool wanted_ = false;
  std::function<void()> wake_;

  std::atomic<std::uint64_t> displaced_ = 0;
  std::atomic<std::uint64_t> turned_away_ = 0;
  std::atomic<std::uint64_t> cut_ = 0;
};

/// The right to one connection, given back when it is destroyed, which must not be later than its
/// occupant is.
class ConnectionSlots::Slot {
 public:
  explicit Slot(ConnectionSlots& slots);
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { slots_.leave(*this); }

  /// To be called once, by the connection that has the slot.
  void occupy(std::weak_ptr<SlotHolder> occupant) noexcept;

  /// The connection waits for its client from now on; it is at work on a request.
  void wait_from(std::chrono::steady_clock::time_point time) noexcept {
    waiting_since_.store(time.time_since_epoch().count(), std::memory_order_relaxed);
  }
  void work() noexcept { waiting_since_.store(working, std::memory_order_relaxed); }

  /// The connection holds so many octets for its client, who has not moved them on since then.
  void hold(std::size_t octets, std::chrono::steady_clock::time_point since) noexcept {
    held_.store(octets, std::memory_order_relaxed);
    held_since_.store(since.time_since_epoch().count(), std::memory_order_relaxed);
  }

  /// When asked to give up what it holds: whether the client has not moved it on since the
  /// connection was chosen.
  [[nodiscard]] bool gives_up() noexcept;

  /// When asked to give way: whether the connection is as idle as it was when it was chosen. If it
  /// is not, it keeps its slot.
  [[nodiscard]] bool gives_way() noexcept;

 private:
  friend class ConnectionSlots;
  static constexpr Instant working = std::numeric_limits<Instant>::max();

  ConnectionSlots& slots_;
  std::atomic<Instant> waiting_since_ = 0;
  std::atomic<std::size_t> held_ = 0;
  std::atomic<Instant> held_since_ = 0;

  // Under the mutex of the slots:
  std::weak_ptr<SlotHolder> occupant_;
  Groups::iterator group_{};
  bool is_entered_ = false;
  bool is_leaving_ = false;
  Instant chosen_at_ = 0;
  bool is_giving_up_ = false;
  Instant given_up_from_ = 0;
  bool is_listed_ = false;
  Instant listed_ = 0;
  /// While it is not listed: so that listing it needs no memory.
  Order::node_type in_all_;
  Order::node_type in_group_;
};

}  // namespace gatehouse::http::server
