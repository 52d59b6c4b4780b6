/* Everything a program that links libhalfcell may use. */
#ifndef HALFCELL_HALFCELL_H
#define HALFCELL_HALFCELL_H

#include "halfcell/context.h"
#include "halfcell/engine.h"
#include "halfcell/field.h"
#include "halfcell/keyword.h"
#include "halfcell/state.h"
#include "halfcell/status.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"
#include "halfcell/vec.h"
#include "halfcell/version.h"

#endif
