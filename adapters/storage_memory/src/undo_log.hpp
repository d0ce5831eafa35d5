/// The log of a transaction's changes, by which they are undone.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::memory {

class UndoLog {
 public:
  class Step {
   public:
    virtual ~Step() = default;
    /// Must neither throw nor allocate: it may run when no memory is left.
    virtual void undo() noexcept = 0;
  };

  /// Adds a step before the change is made, so that a lack of memory is met before anything has
  /// changed. The caller fills the step in during the change; an empty step undoes nothing.
  template <class Kind>
  Kind& add(std::unique_ptr<Kind> step) {
    Kind& added = *step;
    steps_.push_back(std::move(step));
    return added;
  }

  void keep() noexcept { steps_.clear(); }

  void roll_back() noexcept {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) (*step)->undo();
    steps_.clear();
  }

 private:
  std::vector<std::unique_ptr<Step>> steps_;
};

}  // namespace gatehouse::memory
