/*
 * A finished book with more rows.  All parts are copied as they are, compressed; a sheet's own XML
 * is cut before its last row, and what was compressed apart goes between: blocks of raw deflate
 * that end at a whole byte follow each other, and their check sums combine (zlib's manual,
 * crc32_combine; it is how pigz compresses in pieces).
 */
#include <errno.h>
#include <inttypes.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>

#include "write.h"
#include "xlsx_pieces.h"

enum { NAME_MOST = 256, BLOCK = 1 << 16, RAW = -15, MEMORY = 8 };

typedef struct {
    unzFile         in;
    zipFile         out;
    char            name[NAME_MOST]; /* of the part at hand */
    unz_file_info64 info;
} passing;

/* A part that is there already compressed. */
static bool open_part(passing *p)
{
    zip_fileinfo info = {.dosDate = p->info.dosDate,
                         .internal_fa = p->info.internal_fa,
                         .external_fa = p->info.external_fa};
    return zipOpenNewFileInZip2_64(p->out, p->name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                   Z_DEFAULT_COMPRESSION, 1, 0) == ZIP_OK;
}

static bool add_bytes(passing *p, const unsigned char *bytes, size_t count)
{
    while (count > 0) {
        unsigned some = count < BLOCK ? (unsigned)count : BLOCK;
        if (zipWriteInFileInZip(p->out, bytes, some) != ZIP_OK)
            return false;
        bytes += some;
        count -= some;
    }
    return true;
}

static bool copy_part(passing *p)
{
    unsigned char block[BLOCK];
    int           method, level, count;
    bool          good = open_part(p) && unzOpenCurrentFile2(p->in, &method, &level, 1) == UNZ_OK &&
                method == Z_DEFLATED;
    while (good && (count = unzReadCurrentFile(p->in, block, BLOCK)) != 0)
        good = count > 0 && add_bytes(p, block, (size_t)count);
    return unzCloseCurrentFile(p->in) == UNZ_OK && good &&
           zipCloseFileInZipRaw64(p->out, p->info.uncompressed_size, p->info.crc) == ZIP_OK;
}

/* XML as one piece of the part; adds to its size and check sum. */
static bool add_text(passing *p, const char *text, size_t length, int flush, uLong *crc,
                     ZPOS64_T *size)
{
    z_stream stream = {0};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW, MEMORY, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return false;
    uLong          most = deflateBound(&stream, (uLong)length) + 16; /* and the flush */
    unsigned char *bytes = dc_heap_alloc(most, 1);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)length;
    stream.next_out = bytes;
    stream.avail_out = (uInt)most;
    bool good = deflate(&stream, flush) >= Z_OK && stream.avail_in == 0 &&
                add_bytes(p, bytes, most - stream.avail_out);
    *crc = crc32_combine(*crc, crc32(crc32(0, NULL, 0), (const Bytef *)text, (uInt)length),
                         (z_off_t)length);
    *size += length;
    deflateEnd(&stream);
    free(bytes);
    return good;
}

/* Where the last row begins; NULL: the sheet has none. */
static const char *last_row(const char *xml)
{
    const char *last = NULL;
    for (const char *at = xml; (at = strstr(at, "<row ")) != NULL; at++)
        last = at;
    return last;
}

static bool widen_part(passing *p, const xlsx_rows *rows)
{
    size_t length = (size_t)p->info.uncompressed_size;
    char  *xml = dc_heap_alloc(length + 1, 1);
    bool   good = unzOpenCurrentFile(p->in) == UNZ_OK &&
                unzReadCurrentFile(p->in, xml, (unsigned)length) == (int)length;
    good = unzCloseCurrentFile(p->in) == UNZ_OK && good;
    const char *cut = good ? last_row(xml) : NULL;
    ZPOS64_T    size = rows->plain_size;
    uLong       crc = crc32(0, NULL, 0);
    if (cut && open_part(p)) {
        size_t before = (size_t)(cut - xml);
        good = add_text(p, xml, before, Z_FULL_FLUSH, &crc, &size) &&
               add_bytes(p, rows->bytes, rows->size);
        crc = crc32_combine(crc, rows->crc, (z_off_t)rows->plain_size);
        good = good && add_text(p, cut, length - before, Z_FINISH, &crc, &size) &&
               zipCloseFileInZipRaw64(p->out, size, crc) == ZIP_OK;
    } else {
        good = false;
    }
    free(xml);
    return good;
}

static const xlsx_rows *rows_of(const xlsx_rows *list, const char *name)
{
    unsigned number = 0;
    int      end = 0;
    if (sscanf(name, "xl/worksheets/sheet%u.xml%n", &number, &end) != 1 || name[end])
        return NULL;
    while (list && list->sheet + 1u != number)
        list = list->next;
    return list;
}

static bool pass_parts(passing *p, const xlsx_rows *list)
{
    int at = unzGoToFirstFile(p->in);
    for (; at == UNZ_OK; at = unzGoToNextFile(p->in)) {
        if (unzGetCurrentFileInfo64(p->in, &p->info, p->name, sizeof p->name, NULL, 0, NULL, 0) !=
            UNZ_OK)
            return false;
        const xlsx_rows *rows = rows_of(list, p->name);
        if (rows ? !widen_part(p, rows) : !copy_part(p))
            return false;
    }
    return at == UNZ_END_OF_LIST_OF_FILE;
}

bool xlsx_rows_insert(const xlsx_rows *list, const char *from, const char *to)
{
    errno = 0;
    passing p = {.in = unzOpen64(from), .out = zipOpen64(to, APPEND_STATUS_CREATE)};
    bool    good = p.in && p.out && pass_parts(&p, list);
    int     reason = errno ? errno : EIO;
    if (p.out && zipClose(p.out, NULL) != ZIP_OK)
        good = false;
    if (p.in)
        unzClose(p.in);
    errno = reason;
    return good;
}

char *xlsx_rows_name(const char *to)
{
    size_t size = strlen(to) + sizeof ".rows";
    char  *name = dc_heap_alloc(size, 1);
    snprintf(name, size, "%s.rows", to);
    return name;
}
