#include "atoms/composition.h"

#include "atoms/elements.h"

void hc_composition_add(hc_text *text, const hc_structure *structure)
{
    size_t count[HC_ELEMENT_MAX + 1] = {0}, first[HC_ELEMENT_MAX + 1] = {0};
    for (size_t i = structure->natom; i-- > 0;) {
        count[structure->atomic_number[i]]++;
        first[structure->atomic_number[i]] = i;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        int number = structure->atomic_number[i];
        if (first[number] == i) {
            hc_text_addf(text, "%s%s%zu", i == 0 ? "" : " ", hc_element_symbol(number), count[number]);
        }
    }
}
