/// A fair queue: one client with many requests does not delay the others. Not thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include <gatehouse/http_server/handler.hpp>

#include "work.hpp"

namespace gatehouse::http::server {

/// Work takes turns at each level of its claim: standings, the parties of a standing, and the
/// matters of a party. Work with equal claims is processed in FIFO order.
///
/// Each standing has half of the slots. Within it, admission follows the shared-buffer rule
/// "dynamic queue length thresholds" (Choudhury and Hahne, 1998): a party may hold fewer slots than
/// are free, and a matter fewer than its party could still take. A single claim thus takes at most
/// a third of the free slots, a hundred parties take less each, and a party with nothing in the
/// queue nearly always finds a slot. Claims without a party may take all slots, as may every claim
/// if the queue has room for any load.
///
/// Apart from hashing the claim, every call takes constant time. Memory use is proportional to the
/// queued work.
class FairQueue {
 public:
  enum class Room : bool { shared, enough };

  explicit FairQueue(Room room = Room::shared) noexcept : room_(room) {}
  FairQueue(const FairQueue&) = delete;
  FairQueue& operator=(const FairQueue&) = delete;

  /// Returns false, without changing anything, if a queue of `capacity` slots has no room for the
  /// claim.
  [[nodiscard]] bool push(const Claim& claim, std::shared_ptr<Work> work, std::size_t capacity);
  /// Removes and returns the next work, or null if the queue is empty.
  [[nodiscard]] std::shared_ptr<Work> pop();

  [[nodiscard]] std::size_t size() const noexcept { return root_.size; }
  [[nodiscard]] bool empty() const noexcept { return root_.size == 0; }

 private:
  /// A node of the queue. Nodes of the last level hold work, the others hold parts.
  struct Part {
    /// The amount of queued work in this part and below; a part without any is removed.
    std::size_t size = 0;
    /// Indexed by name.
    std::unordered_map<std::string, std::unique_ptr<Part>> parts;
    /// The keys of `parts`, the next in turn first.
    std::list<const std::string*> turns;
    std::list<std::shared_ptr<Work>> works;
    /// Whether it counts in `crowds_`: once for a party of its own, otherwise for each item of
    /// work.
    bool is_crowd = false;
  };

  struct Path;
  [[nodiscard]] Path path_of(const Claim& claim) const;
  [[nodiscard]] bool has_room(const Path& path, std::size_t capacity) const;
  [[nodiscard]] static Part& part_of(Part& above, const std::string& name);
  void drop_empty(const Path& path) noexcept;
  void leave_crowd(const std::string& matter) noexcept;

  const Room room_;
  Part root_;
  /// For each matter, the number of strangers with turns of their own plus the amount of work that
  /// shares the turns of one party.
  std::unordered_map<std::string, std::size_t> crowds_;
};

}  // namespace gatehouse::http::server
