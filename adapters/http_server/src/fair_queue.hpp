/// A queue in which one client that asks for much does not keep the others waiting. Not for several
/// threads at once.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include <gatehouse/http_server/handler.hpp>

#include "work.hpp"

namespace gatehouse::http::server {

/// Work takes turns at each level of its claim: standings with each other, the parties of a
/// standing, and the matters of a party. What has the same claim comes in the order in which it was
/// put in.
///
/// Each standing has half of the slots. Within it work is refused for want of room by the rule of
/// shared buffers ("dynamic queue length thresholds", Choudhury and Hahne, 1998): a party may hold
/// fewer slots than are free, and a matter fewer than its party could still take. So one claim
/// takes a third of the free slots at most, a hundred parties take less each, and a party that has
/// nothing in the queue finds a slot in it nearly always. Claims without a party may take all
/// slots, and so may every claim where there is room enough for whatever may come.
///
/// Every call takes constant time but for hashing the claim, and what is remembered is about what
/// waits.
class FairQueue {
 public:
  enum class Room : bool { shared, enough };

  explicit FairQueue(Room room = Room::shared) noexcept : room_(room) {}
  FairQueue(const FairQueue&) = delete;
  FairQueue& operator=(const FairQueue&) = delete;

  /// False, and nothing is changed, when there is no room for the claim in a queue of `capacity`
  /// slots.
  [[nodiscard]] bool push(const Claim& claim, std::shared_ptr<Work> work, std::size_t capacity);
  /// What comes next; null when nothing waits.
  [[nodiscard]] std::shared_ptr<Work> pop();

  [[nodiscard]] std::size_t size() const noexcept { return root_.size; }
  [[nodiscard]] bool empty() const noexcept { return root_.size == 0; }

 private:
  /// A part of what waits. Those of the last level hold work, the others hold parts.
  struct Part {
    /// Work in it and below it; a part without any is dropped.
    std::size_t size = 0;
    /// By name.
    std::unordered_map<std::string, std::unique_ptr<Part>> parts;
    /// The names of all of `parts`, the next in turn first.
    std::list<const std::string*> turns;
    std::list<std::shared_ptr<Work>> works;
    /// Whether it counts in `crowds_`: once for a party of its own, else for each work in it.
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
  /// For each matter: how many strangers have turns of their own on it, and how much work shares
  /// the turns of one party.
  std::unordered_map<std::string, std::size_t> crowds_;
};

}  // namespace gatehouse::http::server
