/* Tables and the ledger as JSON. */
#include <geo/output.h>

static void put_cell(geo_json *json, const geo_column *column, size_t row)
{
    if (geo_table_mark(column, row) == GEO_MARK_HIDDEN) {
        geo_json_text(json, column->name, NULL);
        return;
    }
    switch (column->type) {
    case GEO_TEXT:
        geo_json_text(json, column->name, column->text[row]);
        break;
    case GEO_INTEGER:
        geo_json_integer(json, column->name, column->integer[row]);
        break;
    default:
        geo_json_real(json, column->name, column->real[row]);
        break;
    }
}

void geo_json_table(geo_json *json, const char *key, const geo_table *table)
{
    geo_json_array(json, key);
    for (size_t row = 0; row < table->row_count; row++) {
        geo_json_object(json, NULL);
        for (size_t i = 0; i < table->column_count; i++)
            put_cell(json, &table->column[i], row);
        geo_json_close(json);
    }
    geo_json_close(json);
}

static void put_first_rows(geo_json *json, const geo_ledger_line *line, geo_fate fate)
{
    geo_json_array(json, geo_fate_name(fate));
    for (size_t i = 0; i < GEO_LEDGER_ROWS && line->first[fate][i].row > 0; i++) {
        const geo_ledger_row *row = &line->first[fate][i];
        geo_json_object(json, NULL);
        geo_json_integer(json, "row", row->row);
        geo_json_text(json, "field", row->field[0] != '\0' ? row->field : NULL);
        geo_json_text(json, "why", row->why);
        geo_json_close(json);
    }
    geo_json_close(json);
}

static void put_line(geo_json *json, const geo_ledger_line *line, bool explain)
{
    geo_json_object(json, NULL);
    geo_json_text(json, "input", line->input);
    geo_json_integer(json, "read", line->read);
    int64_t accounted = 0;
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++) {
        geo_json_integer(json, geo_fate_name((geo_fate)fate), line->count[fate]);
        accounted += line->count[fate];
    }
    geo_json_boolean(json, "balances", accounted == line->read);
    if (explain) {
        geo_json_object(json, "first_rows");
        for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
            put_first_rows(json, line, (geo_fate)fate);
        geo_json_close(json);
    }
    geo_json_close(json);
}

void geo_json_ledger(geo_json *json, const char *key, const geo_ledger *ledger, bool explain)
{
    geo_json_array(json, key);
    for (size_t i = 0; i < ledger->count; i++)
        put_line(json, &ledger->line[i], explain);
    geo_json_close(json);
}
