#include "math/triangle.h"

void hc_triangle_pack(size_t n, double weight, const double *matrix, double *triangle)
{
#pragma omp parallel for schedule(static, 64)
    for (size_t i = 0; i < n; i++) {
        double *row = triangle + i * (i + 1) / 2;
        for (size_t j = 0; j < i; j++) {
            row[j] = weight * matrix[i * n + j];
        }
        row[i] = matrix[i * n + i];
    }
}

void hc_triangle_unpack(size_t n, double weight, const double *triangle, double *matrix)
{
#pragma omp parallel for schedule(static, 64)
    for (size_t i = 0; i < n; i++) {
        const double *row = triangle + i * (i + 1) / 2;
        for (size_t j = 0; j < i; j++) {
            matrix[i * n + j] = matrix[j * n + i] = row[j] / weight;
        }
        matrix[i * n + i] = row[i];
    }
}
