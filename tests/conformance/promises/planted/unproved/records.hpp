/// Planted, to prove that the check of the promises fails on it.
///
/// See [ST-98] elsewhere, which is no promise of this file.
///
/// [ST-99] A promise that no case proves.
#pragma once
