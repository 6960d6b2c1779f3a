// One way to print a list of rows in every format.
//
//     rows + View{member, columns, values, object} → table | CSV | JSON | ndjson
//
// A View says once what a row looks like as cells and as a JSON object; each listing command has one. JSON and CSV are written row by row.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/stream.hpp"
#include "cli/table.hpp"
#include "tlsrpt/json_writer.hpp"

namespace tlsrpt {

enum class Format : std::uint8_t { Table, Json, Ndjson, Csv, Mail };

inline constexpr std::uint64_t format_version = 1;

template <typename Row>
struct View {
    std::string_view member;    ///< of the JSON document: "reports"
    std::vector<Column> columns;
    std::vector<Value> (*values)(const Row&);
    void (*object)(const Row&, JsonWriter&);
};

/// Optional text: absent text is null in JSON, never "".
JsonWriter& text_or_null(JsonWriter& json, std::string_view text);
/// The number of a mail; null when there is none any more.
JsonWriter& id_or_null(JsonWriter& json, std::int64_t id);
/// An array of strings.
JsonWriter& texts(JsonWriter& json, std::span<const std::string> values);
/// Several names in one cell.
std::string joined(std::span<const std::string> values, std::string_view separator = " ");

template <typename Row>
Table table_of(const View<Row>& view, std::span<const Row> rows) {
    Table table{view.columns, {}};
    table.rows.reserve(rows.size());
    for (const Row& row : rows) table.rows.push_back(view.values(row));
    return table;
}

template <typename Row>
void print(const View<Row>& view, std::span<const Row> rows, Format format, Stream& out) {
    switch (format) {
        case Format::Table:
            if (!rows.empty()) out.write(to_text(table_of(view, rows), out.columns(), out.has_colour()));
            return;
        case Format::Csv:
            out.write(to_csv(Table{view.columns, {}}));
            for (const Row& row : rows) out.write(csv_line(view.columns, view.values(row)));
            return;
        case Format::Json:
        case Format::Ndjson:
        case Format::Mail: break;    // of the summary alone
    }
    const bool document = format == Format::Json;
    if (document) {
        out.write("{\"format_version\":" + std::to_string(format_version) + ",\"");
        out.write(view.member);
        out.write("\":[");
    }
    JsonWriter json;
    bool first = true;
    for (const Row& row : rows) {
        json.clear();
        json.begin_object();
        view.object(row, json);
        json.end_object();
        if (document) out.write(first ? "\n" : ",\n");
        out.write(json.text());
        if (!document) out.write("\n");
        first = false;
    }
    if (document) out.write(first ? "]}\n" : "\n]}\n");
}

}  // namespace tlsrpt
