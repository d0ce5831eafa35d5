/// The standard process metrics of Prometheus:
/// https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
#pragma once

#include "operations/exposition.hpp"

namespace gatehouse::app {

/// Omits metrics that the system does not provide.
void write_process_metrics(Exposition& out);

}  // namespace gatehouse::app
