#include "math/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static uint64_t splitmix64(uint64_t *x)
{
    uint64_t z = (*x += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void hc_random_seed(hc_random *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        random->word[i] = splitmix64(&seed);
    }
    random->spare = 0.0;
    random->has_spare = false;
}

static uint64_t rotate_left(uint64_t x, int count)
{
    return (x << count) | (x >> (64 - count));
}

uint64_t hc_random_bits(hc_random *random)
{
    uint64_t *s = random->word;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double hc_random_uniform(hc_random *random)
{
    return (double)(hc_random_bits(random) >> 11) * 0x1.0p-53;
}

double hc_random_normal(hc_random *random)
{
    if (random->has_spare) {
        random->has_spare = false;
        return random->spare;
    }
    double x, y, r2;
    do {
        x = 2.0 * hc_random_uniform(random) - 1.0;
        y = 2.0 * hc_random_uniform(random) - 1.0;
        r2 = x * x + y * y;
    } while (r2 >= 1.0 || r2 == 0.0);
    double scale = sqrt(-2.0 * log(r2) / r2);
    random->spare = scale * y;
    random->has_spare = true;
    return scale * x;
}

/* Marsaglia and Tsang 2000; a shape below one is raised by one and corrected with a power of a uniform deviate. */
double hc_random_gamma(hc_random *random, double shape)
{
    if (shape < 1.0) {
        double u = 1.0 - hc_random_uniform(random);
        return hc_random_gamma(random, shape + 1.0) * pow(u, 1.0 / shape);
    }
    double d = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);
    for (;;) {
        double x = hc_random_normal(random), v = 1.0 + c * x;
        if (v <= 0.0) {
            continue;
        }
        v = v * v * v;
        double u = 1.0 - hc_random_uniform(random);
        if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) {
            return d * v;
        }
    }
}

hc_status hc_random_save(const hc_random *random, hc_context *ctx, hc_state *state, const char *prefix)
{
    int64_t words[5];
    char *words_name = NULL, *spare_name = NULL;
    hc_status status = HC_OK;
    memcpy(words, random->word, sizeof random->word);
    words[4] = random->has_spare;
    HC_TRY(hc_format(ctx, &words_name, "%s/random_words", prefix));
    HC_TRY(hc_format(ctx, &spare_name, "%s/random_spare", prefix));
    HC_TRY(hc_state_put_integers(ctx, state, words_name, 5, words));
    HC_TRY(hc_state_put_reals(ctx, state, spare_name, 1, &random->spare));
cleanup:
    free(words_name);
    free(spare_name);
    return status;
}

hc_status hc_random_load(hc_random *random, hc_context *ctx, const hc_state *state, const char *prefix)
{
    int64_t words[5];
    char *words_name = NULL, *spare_name = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_format(ctx, &words_name, "%s/random_words", prefix));
    HC_TRY(hc_format(ctx, &spare_name, "%s/random_spare", prefix));
    HC_TRY(hc_state_get_integers(ctx, state, words_name, 5, words));
    HC_TRY(hc_state_get_reals(ctx, state, spare_name, 1, &random->spare));
    memcpy(random->word, words, sizeof random->word);
    random->has_spare = words[4] != 0;
cleanup:
    free(words_name);
    free(spare_name);
    return status;
}
