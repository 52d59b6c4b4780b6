/* A functional by its name, for tests. Include after context_fixture.h. */
#ifndef FUNCTIONAL_SUPPORT_H
#define FUNCTIONAL_SUPPORT_H

#include "gpw/fields/functional.h"

static inline hc_gpw_functional *functional(const char *name, size_t nspin)
{
    hc_gpw_functional *made;
    CHECK(hc_gpw_functional_create(ctx, name, nspin, &made));
    return made;
}

#endif
