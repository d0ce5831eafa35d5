// The cost of signatures alone, which dominates that of the rules. A part of bench_core.

#include <benchmark/benchmark.h>

#include <string>

#include <gatehouse/crypto_openssl/openssl_signatures.hpp>

namespace {

using namespace gatehouse;

/// As long as the header and the claims of an access token.
const std::string text(300, 'x');

void sign(benchmark::State& state, SignatureAlgorithm algorithm) {
  const OpensslSignatures signatures;
  const auto keys = signatures.make_keys(algorithm);
  const auto signer = signatures.load_signer(keys.private_key, keys.public_key);
  for (auto _ : state) benchmark::DoNotOptimize(signer->sign(text));
}

void sign_by_es256(benchmark::State& state) { sign(state, SignatureAlgorithm::es256); }
BENCHMARK(sign_by_es256);

void sign_by_eddsa(benchmark::State& state) { sign(state, SignatureAlgorithm::eddsa); }
BENCHMARK(sign_by_eddsa);

void verify(benchmark::State& state, SignatureAlgorithm algorithm) {
  const OpensslSignatures signatures;
  const auto keys = signatures.make_keys(algorithm);
  const std::string signature =
      signatures.load_signer(keys.private_key, keys.public_key)->sign(text);
  const auto verifier = signatures.load_verifier(keys.public_key);
  for (auto _ : state) {
    if (!verifier->verify(text, signature)) state.SkipWithError("not verified");
  }
}

void verify_by_es256(benchmark::State& state) { verify(state, SignatureAlgorithm::es256); }
BENCHMARK(verify_by_es256);

void verify_by_eddsa(benchmark::State& state) { verify(state, SignatureAlgorithm::eddsa); }
BENCHMARK(verify_by_eddsa);

}  // namespace
