// `tlsrpt-query explain`: what a word of a report means, and what to do about it.
//
// The word may come from a report, and so by mail: it is printed escaped.
#include <algorithm>

#include "cli/meaning.hpp"
#include "cli/query.hpp"
#include "cli/words.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

std::string kind_of(const Meaning& meaning) {
    switch (meaning.kind) {
        case Meaning::Kind::ResultType: return "result type";
        case Meaning::Kind::Reason: return "reason";
        case Meaning::Kind::PolicyType: return "policy type";
    }
    return {};
}

void write_members(const Meaning& meaning, std::string_view word, JsonWriter& json) {
    json.key("word").value(word);
    json.key("meaning").value(meaning.meaning);
    json.key("causes").begin_array();
    for (const std::string_view cause : meaning.causes) json.value(cause);
    json.end_array();
    json.key("fixes").begin_array();
    for (const Meaning::Fix& fix : meaning.fixes) json.value(text_of(fix));
    json.end_array();
    json.key("verify").value(meaning.verify);
}

View<Meaning> list_view() {
    return {"words",
            {{"word", "WORD"}, {"kind", "KIND"}, {"meaning", "MEANING"}},
            [](const Meaning& meaning) -> std::vector<Value> { return {std::string{meaning.word}, kind_of(meaning), std::string{meaning.meaning}}; },
            [](const Meaning& meaning, JsonWriter& json) { write_members(meaning, meaning.word, json); }};
}

class Page {
public:
    explicit Page(Stream& out) : out_(&out), columns_(out.is_terminal() ? std::min<std::size_t>(out.columns(), 100) : 80) {}

    void heading(std::string_view word, std::string_view kind) {
        out_->write(out_->has_colour() ? "\x1B[1m" : "");
        out_->write(escape_terminal(word));
        out_->write(out_->has_colour() ? "\x1B[0m" : "");
        out_->write(" (" + std::string{kind} + ")\n");
    }
    void paragraph(std::string_view text) { out_->write(wrapped(text, columns_, "  ", "  ")); }
    void title(std::string_view text) { out_->write("\n" + std::string{text} + "\n"); }
    void item(std::string_view text) { out_->write(wrapped(text, columns_, "  - ", "    ")); }
    void commands(std::string_view lines) {    // never wrapped: they are there to be copied
        while (!lines.empty()) {
            const std::size_t end = std::min(lines.find('\n'), lines.size());
            out_->write("  $ " + std::string{lines.substr(0, end)} + "\n");
            lines.remove_prefix(std::min(end + 1, lines.size()));
        }
    }

private:
    Stream* out_;
    std::size_t columns_;
};

void print_words(const Meaning& meaning, std::string_view asked, Stream& out) {
    Page page{out};
    page.heading(meaning.word, kind_of(meaning));
    page.paragraph(meaning.meaning);
    if (!equal_ignoring_case(asked, meaning.word))
        page.paragraph("(This is what \"" + escape_terminal(cut_text(asked, 200)) + "\" is about.)");
    page.title("Likely causes");
    for (const std::string_view cause : meaning.causes) page.item(cause);
    page.title("What to do");
    for (const Meaning::Fix& fix : meaning.fixes) page.item(text_of(fix));
    page.title("How to see that it is right");
    page.commands(meaning.verify);
}

}  // namespace

int query_explain(const QueryOptions& options, Console& console) {
    if (options.word.empty()) {
        print(list_view(), meanings(), options.format, console.out);
        return exit_ok;
    }
    const Meaning* meaning = meaning_of(options.word);
    if (meaning == nullptr) {
        const std::string_view near = nearest_word(options.word);
        console.note("nothing is known of \"" + escape_terminal(cut_text(options.word, 200)) + "\"" +
                     (near.empty() ? "; tlsrpt-query explain lists what is" : "; did you mean " + std::string{near} + "?"));
        return exit_no_match;
    }
    if (options.format == Format::Table) {
        print_words(*meaning, options.word, console.out);
        return exit_ok;
    }
    JsonWriter json;
    json.begin_object();
    if (options.format == Format::Json) json.key("format_version").value(format_version);
    write_members(*meaning, meaning->word, json);
    json.end_object();
    console.out.write(json.text() + "\n");
    return exit_ok;
}

}  // namespace tlsrpt
