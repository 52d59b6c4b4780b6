/* Random numbers: xoshiro256** (Blackman, Vigna 2018), seeded through splitmix64; normal deviates by the polar method.
 * A generator is plain data, so that it can be kept in a checkpoint. */
#ifndef HC_MATH_RANDOM_H
#define HC_MATH_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#include "halfcell/state.h"

typedef struct hc_random {
    uint64_t word[4];
    double spare;
    bool has_spare;
} hc_random;

void hc_random_seed(hc_random *random, uint64_t seed);
uint64_t hc_random_bits(hc_random *random);
double hc_random_uniform(hc_random *random); /* [0, 1) */
double hc_random_normal(hc_random *random);
double hc_random_gamma(hc_random *random, double shape); /* unit scale, shape > 0 */

/* Under prefix "PREFIX/random". */
HC_MUST_CHECK hc_status hc_random_save(const hc_random *random, hc_context *ctx, hc_state *state, const char *prefix);
HC_MUST_CHECK hc_status hc_random_load(hc_random *random, hc_context *ctx, const hc_state *state, const char *prefix);

#endif
