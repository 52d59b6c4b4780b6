#include "thermo/molecule.h"

#include "math/linalg.h"

hc_status hc_body_rotor(hc_context *ctx, const hc_body *body, double tolerance, hc_rotor *rotor)
{
    hc_vec3 centre = hc_body_centre(body);
    double inertia[9] = {0};
    for (size_t i = 0; i < body->natom; i++) {
        hc_vec3 r = hc_vec3_sub(body->position[i], centre);
        for (int k = 0; k < 9; k++) {
            double square = k % 4 == 0 ? hc_vec3_norm2(r) : 0.0;
            inertia[k] += body->mass[i] * (square - hc_vec3_get(r, k / 3) * hc_vec3_get(r, k % 3));
        }
    }
    hc_symmetry *symmetry = NULL;
    hc_status status = hc_eigen_symmetric(ctx, 3, inertia, rotor->moment);
    if (status == HC_OK) {
        status = hc_symmetry_find(ctx, body, tolerance, &symmetry);
    }
    if (status == HC_OK) {
        rotor->kind = symmetry->kind;
        rotor->symmetry_number = (int)symmetry->proper;
    }
    hc_symmetry_free(symmetry);
    return status;
}
