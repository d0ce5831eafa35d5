/// Test data: the check of the promises must fail on this file.
///
/// See [ST-98] elsewhere, which is not a promise of this file.
///
/// [ST-99] A promise without a case.
#pragma once
