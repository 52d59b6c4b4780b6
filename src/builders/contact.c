#include "builders/contact.h"

#include <math.h>

#include "atoms/elements.h"

double hc_contact_height(const hc_structure *slab, const hc_full_cell *plane, hc_vec3 r, int number, double factor,
                         const double *extra)
{
    double height = -INFINITY;
    for (size_t i = 0; i < slab->natom; i++) {
        double contact =
            factor * (hc_element_covalent_radius(number) + hc_element_covalent_radius(slab->atomic_number[i]));
        contact += extra != NULL ? extra[i] : 0.0;
        hc_vec3 apart = hc_vec3_sub(slab->position[i], r);
        apart.z = 0.0;
        double side2 = hc_vec3_norm2(hc_full_cell_shortest(plane, apart));
        if (side2 < contact * contact) {
            height = fmax(height, slab->position[i].z + sqrt(contact * contact - side2));
        }
    }
    return height;
}
