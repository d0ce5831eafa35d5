/// The engine of the storage, see gatehouse/kernel/rows.hpp.
#pragma once

#include "table.hpp"
#include "undo_log.hpp"

namespace gatehouse::memory {

class Engine : public UndoLog {
 public:
  template <class Record, class... Indexes>
  using Table = memory::Table<Record, Indexes...>;
};

}  // namespace gatehouse::memory
