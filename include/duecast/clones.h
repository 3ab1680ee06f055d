/*
 * clones.h - DC_CLONES in front of a hot leaf function: one copy for every x86-64 and one for
 * machines with AVX2, chosen when the program starts.
 *
 * DC_WIDE_CLONES adds one for machines with AVX-512, for loops that compute long enough for it.
 *
 * Only integer loops and loops without reductions on doubles carry it, so every copy computes the
 * same bits.  It is empty where the compiler or the C library cannot choose at start (clang,
 * other processors, C libraries without ifunc) and under sanitizers, which are not yet running
 * when the choice is made.  The CMake option DUECAST_CLONES=OFF switches it off; tests/clones.sh
 * compares the two.
 */
#ifndef DUECAST_CLONES_H
#define DUECAST_CLONES_H

#include <stdint.h> /* defines __GLIBC__ where that is the C library */

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 11 && defined(__x86_64__) &&           \
    defined(__ELF__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                    \
    !defined(__SANITIZE_THREAD__) && !defined(DUECAST_NO_CLONES)
#define DC_CLONES      __attribute__((target_clones("default", "arch=x86-64-v3")))
#define DC_WIDE_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define DC_CLONES
#define DC_WIDE_CLONES
#endif

/* A part of such a function: copies for newer processors are made of whole functions only. */
#define DC_PART static inline __attribute__((always_inline))

#endif
