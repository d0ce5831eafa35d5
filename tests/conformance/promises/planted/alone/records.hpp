/// Test data: the check of the promises must fail on cases whose promise was removed.
///
/// [ST-01] The only remaining promise.
#pragma once
