#ifndef HALFCELL_VERSION_H
#define HALFCELL_VERSION_H

#pragma GCC visibility push(default)

#define HC_VERSION "0.1.0"

/* Version of the library that is linked. */
const char *hc_version(void);

#pragma GCC visibility pop

#endif
