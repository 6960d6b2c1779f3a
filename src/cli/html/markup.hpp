// HTML in the making: what is ours goes in as it is, everything else escaped.
//
//     literals and texts  →  markup
//
// The constructor of Literal is consteval, so that no text from a mail can be taken for markup: only what stands in our source compiles.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt::html {

/// Markup written in our source.
class Literal {
public:
    template <std::size_t size>
    consteval Literal(const char (&text)[size]) : text_(text, size - 1) {}    // NOLINT(google-explicit-constructor): it stands for the text
    [[nodiscard]] constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

class Markup {
public:
    Markup& raw(Literal literal) { return append(literal.text()); }
    /// Text or attribute value.
    Markup& text(std::string_view text);
    Markup& number(std::uint64_t number) { return append(std::to_string(number)); }
    /// Markup made elsewhere by this class.
    Markup& add(const Markup& other) { return append(other.out_); }
    /// <tag>text</tag>
    Markup& element(Literal tag, std::string_view text);

    [[nodiscard]] const std::string& str() const { return out_; }
    [[nodiscard]] bool empty() const { return out_.empty(); }

private:
    Markup& append(std::string_view text) { return out_ += text, *this; }
    std::string out_;
};

/// A column of a table: its heading, whether it holds numbers, and whether a narrow screen does without it.
struct Head {
    Literal title;
    enum class Kind : std::uint8_t { Text, Number } kind{Kind::Text};
    bool on_narrow{true};
};

/// A table with a caption, headings of scope col, and the first cell of each row as its heading.
class TableMarkup {
public:
    TableMarkup(Literal caption, std::vector<Head> heads);
    /// Begins the next cell; the text may follow with cell().
    Markup& cell();
    void cell(std::string_view text) { cell().text(text); }
    void cell(std::uint64_t number) { cell().number(number); }
    [[nodiscard]] bool empty() const { return rows_ == 0; }
    /// The whole table, in a box of its own that can be scrolled.
    [[nodiscard]] Markup finished();

private:
    void end_cell();
    std::vector<Head> heads_;
    Markup out_;
    std::size_t column_{0};
    std::size_t rows_{0};
    bool open_{false};
};

}  // namespace tlsrpt::html
