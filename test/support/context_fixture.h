/* For tests: what every program of tests begins with. Include before anything else. */
#ifndef TEST_SUPPORT_CONTEXT_FIXTURE_H
#define TEST_SUPPORT_CONTEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/context.h"

static hc_context *ctx;

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        if ((call) != HC_OK) {                                                                                         \
            fail_msg("%s", hc_context_message(ctx));                                                                   \
        }                                                                                                              \
    } while (0)

static inline int set_up(void **state)
{
    (void)state;
    return hc_context_create(&ctx) == HC_OK ? 0 : -1;
}

static inline int tear_down(void **state)
{
    (void)state;
    hc_context_free(ctx);
    return 0;
}

#endif
