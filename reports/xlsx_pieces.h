/* xlsx_pieces.h - what the two halves of xlsx_rows.h share: compressed rows. */
#ifndef DUECAST_REPORTS_XLSX_PIECES_H
#define DUECAST_REPORTS_XLSX_PIECES_H

#include <zlib.h>

#include "xlsx_rows.h"

struct xlsx_rows {
    xlsx_rows     *next;
    xlsx          *x;
    uint16_t       sheet; /* counts from 0 */
    z_stream       stream;
    unsigned char *text; /* XML that waits */
    size_t         length;
    unsigned char *bytes; /* compressed, a whole number of blocks */
    size_t         size, capacity;
    uint64_t       plain_size;
    uint32_t       crc; /* of the XML */
};

#endif
