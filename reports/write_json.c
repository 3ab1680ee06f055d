/* The tables of data.h as one JSON object, keys in the order of the tables. */
#include <jansson.h>

#include "data.h"
#include "write.h"

/* 15 digits print whole minor units exactly; simulated figures were rounded to 12 before. */
enum { DIGITS = 15 };

static double exact(const data_value *value)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4};
    return (double)value->whole / powers[value->decimals];
}

static json_t *json_of(const data_value *value)
{
    switch (value->kind) {
    case DATA_NONE: return json_null();
    case DATA_TEXT: return json_string(value->text);
    case DATA_COUNT: return json_integer((json_int_t)value->whole);
    case DATA_REAL: return json_real(value->real);
    case DATA_EXACT: return json_real(exact(value));
    case DATA_BOOL: return json_boolean(value->whole);
    }
    return NULL;
}

static json_t *json_row(const data_table *table, size_t row)
{
    json_t *object = json_object();
    for (size_t c = 0; c < table->column_count; c++) {
        json_t *value = json_of(&table->values[row * table->column_count + c]);
        if (json_object_set_new(object, table->columns[c], value) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *json_rows(const data_table *table)
{
    json_t *array = json_array();
    for (size_t row = 0; row < table->value_count / table->column_count; row++)
        if (json_array_append_new(array, json_row(table, row)) != 0) {
            json_decref(array);
            return NULL;
        }
    return array;
}

typedef void table_filler(data_table *out, dc_arena *arena, size_t index, const dc_answer *answer);

static json_t *json_answer(const dc_answer *answer)
{
    json_t       *root = json_object();
    bool          is_work = !answer->comparison && answer->worklist;
    size_t        count = is_work ? data_work_count() : data_table_count();
    table_filler *fill = is_work ? data_work_fill : data_table_fill;
    for (size_t i = 0; root && i < count; i++) {
        data_table table;
        if (is_work ? !data_work_is_told(i, answer) : !data_table_is_told(i, answer))
            continue;
        dc_arena *arena = dc_arena_new();
        fill(&table, arena, i, answer);
        if (!table.csv_only &&
            json_object_set_new(root, table.name,
                                table.single ? json_row(&table, 0) : json_rows(&table)) != 0) {
            json_decref(root);
            root = NULL;
        }
        dc_arena_free(arena);
    }
    return root;
}

dc_status write_json(const dc_answer *answer, FILE *out)
{
    json_t *root = json_answer(answer);
    if (!root)
        return DC_ERR_MEMORY;
    bool written = json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS)) == 0;
    json_decref(root);
    written &= putc('\n', out) != EOF;
    written &= fflush(out) == 0;
    return written ? DC_OK : DC_ERR_OUTPUT;
}
