/// Planted, to prove that the check of the promises fails when a number is used again.
///
/// [ST-01] Another promise under a number that is taken.
#pragma once
