/// What Prometheus expects of every process:
/// https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
#pragma once

#include "operations/exposition.hpp"

namespace gatehouse::app {

/// Leaves out what the system does not tell.
void write_process_metrics(Exposition& out);

}  // namespace gatehouse::app
