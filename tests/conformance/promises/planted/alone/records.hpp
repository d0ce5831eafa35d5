/// Planted, to prove that the check of the promises fails when cases stay behind a promise that is
/// gone.
///
/// [ST-01] The only promise that is left.
#pragma once
