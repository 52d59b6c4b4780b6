/* Vibrational modes of a structure by finite differences of an engine's forces.
 *
 * The folder keeps every force that was computed (`forces.txt`, one line a displaced structure): a run that was killed
 * goes on where it was, to the same bytes. Each displaced structure is computed from the engine's state at the
 * undisplaced one, so that no result depends on the order. */
#ifndef HC_WORKFLOW_VIBRATIONS_H
#define HC_WORKFLOW_VIBRATIONS_H

#include "halfcell/engine.h"
#include "thermo/hessian.h"

typedef struct hc_vibration_options {
    double step; /* bohr */
    bool symmetry;
    double symmetry_tolerance; /* bohr */
} hc_vibration_options;

extern const hc_keyword hc_vibration_keywords[];

typedef struct hc_vibration_setup {
    const hc_engine_record *engine;
    const void *engine_options;
    const hc_structure *structure;
    const bool *moves;  /* atoms that are displaced, [natom] */
    const char *folder; /* made when it is not there */
    const hc_vibration_options *options;
    /* Told after each displaced structure; may be NULL. */
    void (*progress)(void *user, size_t done, size_t total);
    void *user;
} hc_vibration_setup;

typedef struct hc_vibrations {
    size_t nmove, evaluations, resumed; /* displaced structures in all; those found in the folder */
    size_t operations;                  /* of symmetry */
    size_t *atom;                       /* that moves, [nmove] */
    double energy, free_energy;         /* hartree: of the structure; free_energy is of the electrons */
    double max_force;                   /* hartree/bohr, on the atoms that move */
    double asymmetry;                   /* hartree/bohr^2: largest |H - H^T| */
    double *hessian;                    /* hartree/bohr^2, [3 nmove][3 nmove] */
    hc_rigid_motions rigid;             /* what was projected out */
    hc_modes *modes;
} hc_vibrations;

/* The caller owns *vibrations. Refuses a folder of other settings. */
HC_MUST_CHECK hc_status hc_vibrations_run(hc_context *ctx, const hc_vibration_setup *setup, hc_vibrations **vibrations);
void hc_vibrations_free(hc_vibrations *vibrations);

#endif
