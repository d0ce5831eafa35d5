/// Test data: the check of the promises must fail on a duplicate number.
///
/// [ST-01] Another promise under a number in use.
#pragma once
