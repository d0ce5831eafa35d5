/// Limits the number of connections, and chooses the one to close when no slot is left.
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

/// Interface of a connection for the code that may have to close it.
class SlotHolder {
 public:
  virtual ~SlotHolder() = default;
  /// Thread-safe. Makes the connection's own thread close it, unless it has become active in the
  /// meantime (see ConnectionSlots::Slot::gives_way()).
  virtual void give_way() noexcept = 0;
  /// Likewise, makes it release the data held for its client (see
  /// ConnectionSlots::Slot::gives_up()).
  virtual void give_up() noexcept = 0;
};

/// The connection slots of a server. Thread-safe.
///
/// A connection records in its slot, without a lock, the time since which it has been waiting for
/// its client. The list of slots is ordered by the times seen at the last visit, which are never
/// later than the current ones. To find the longest idle connection, the first slot is moved to its
/// current position until one is found that is already in place.
class ConnectionSlots {
 public:
  class Slot;
  using Held = std::unique_ptr<Slot>;

  explicit ConnectionSlots(const ServerOptions& options);
  ConnectionSlots(const ConnectionSlots&) = delete;
  ConnectionSlots& operator=(const ConnectionSlots&) = delete;

  enum class Refusal : std::uint8_t {
    /// No slot is available; call enter() again after a wake-up or a delay.
    wait,
    /// The address has reached its limit, and all its connections are active.
    turned_away,
  };
  struct Entered {
    /// Null if no slot was assigned.
    Held slot;
    Refusal refusal = Refusal::wait;
  };
  /// Assigns a slot to a connection from that address (IPv4-mapped addresses must be given as
  /// IPv4). If the limit is reached, the longest idle connection, of all or of the address, is
  /// closed.
  [[nodiscard]] Entered enter(const boost::asio::ip::address& address);
  /// Closes the longest idle connection.
  void make_room();

  /// Makes connections release data that they have held for longer than `patience`, the largest and
  /// slowest first, until `octets` are reached. Returns whether they are.
  [[nodiscard]] bool reclaim(std::size_t octets, std::chrono::nanoseconds patience);

  /// Sets a callback that is called once after enter() has returned `wait`, as soon as a slot may
  /// be free. Must be set before the first enter().
  void on_change(std::function<void()> wake) { wake_ = std::move(wake); }
  /// Removes the callback. enter() must not be called afterwards.
  void forget() noexcept;

  /// Connections closed to make room for others, and those turned away.
  [[nodiscard]] std::uint64_t displaced() const noexcept { return displaced_; }
  [[nodiscard]] std::uint64_t turned_away() const noexcept { return turned_away_; }
  /// Connections closed because of the data they held.
  [[nodiscard]] std::uint64_t cut() const noexcept { return cut_; }

 private:
  /// An IPv4 address, or an IPv6 network (/64), which belongs to a single client.
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

  // Must be called with the mutex locked:
  [[nodiscard]] Slot* choose(Order& order) noexcept;
  void mark_leaving(Slot& slot) noexcept;
  void list(Slot& slot, Instant since) noexcept;
  void unlist(Slot& slot) noexcept;
  /// Whether to call `wake_` after the mutex is released. Resets the flag.
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

/// Ownership of one connection slot. The destructor releases it, and must not run after that of the
/// occupant.
class ConnectionSlots::Slot {
 public:
  explicit Slot(ConnectionSlots& slots);
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { slots_.leave(*this); }

  /// Must be called once, by the connection that owns the slot.
  void occupy(std::weak_ptr<SlotHolder> occupant) noexcept;

  /// Records that the connection waits for its client from now on, or is processing a request.
  void wait_from(std::chrono::steady_clock::time_point time) noexcept {
    waiting_since_.store(time.time_since_epoch().count(), std::memory_order_relaxed);
  }
  void work() noexcept { waiting_since_.store(working, std::memory_order_relaxed); }

  /// Records the number of octets held for the client, and the time of the client's last progress.
  void hold(std::size_t octets, std::chrono::steady_clock::time_point since) noexcept {
    held_.store(octets, std::memory_order_relaxed);
    held_since_.store(since.time_since_epoch().count(), std::memory_order_relaxed);
  }

  /// Whether the client has made no progress since the connection was chosen to release its data.
  [[nodiscard]] bool gives_up() noexcept;

  /// Whether the connection has stayed idle since it was chosen to close. If not, it keeps its
  /// slot.
  [[nodiscard]] bool gives_way() noexcept;

 private:
  friend class ConnectionSlots;
  static constexpr Instant working = std::numeric_limits<Instant>::max();

  ConnectionSlots& slots_;
  std::atomic<Instant> waiting_since_ = 0;
  std::atomic<std::size_t> held_ = 0;
  std::atomic<Instant> held_since_ = 0;

  // Guarded by the mutex of the slots:
  std::weak_ptr<SlotHolder> occupant_;
  Groups::iterator group_{};
  bool is_entered_ = false;
  bool is_leaving_ = false;
  Instant chosen_at_ = 0;
  bool is_giving_up_ = false;
  Instant given_up_from_ = 0;
  bool is_listed_ = false;
  Instant listed_ = 0;
  /// The list node while it is not linked, so that linking it does not allocate.
  Order::node_type in_all_;
  Order::node_type in_group_;
};

}  // namespace gatehouse::http::server
