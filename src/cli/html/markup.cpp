#include "cli/html/markup.hpp"

#include "tlsrpt/text.hpp"

namespace tlsrpt::html {

Markup& Markup::text(std::string_view text) { return append(escape_html(text)); }

Markup& Markup::element(Literal tag, std::string_view text) {
    append("<").append(tag.text()).append(">");
    this->text(text);
    return append("</").append(tag.text()).append(">\n");
}

TableMarkup::TableMarkup(Literal caption, std::vector<Head> heads) : heads_(std::move(heads)) {
    out_.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").text(caption.text()).raw("\"><table><caption>").text(caption.text()).raw("</caption>\n<thead><tr>");
    for (const Head& head : heads_) {
        out_.raw("<th scope=\"col\"");
        if (head.kind == Head::Kind::Number) out_.raw(head.on_narrow ? Literal{" class=\"n\""} : Literal{" class=\"n w\""});
        else if (!head.on_narrow) out_.raw(" class=\"w\"");
        out_.raw(">").text(head.title.text()).raw("</th>");
    }
    out_.raw("</tr></thead>\n<tbody>\n");
}

void TableMarkup::end_cell() {
    if (!open_) return;
    out_.raw(column_ == 0 ? Literal{"</th>"} : Literal{"</td>"});
    open_ = false;
    if (++column_ < heads_.size()) return;
    out_.raw("</tr>\n");
    column_ = 0;
}

Markup& TableMarkup::cell() {
    end_cell();
    if (column_ == 0) {
        ++rows_;
        out_.raw("<tr>");
    }
    const Head& head = heads_[column_];
    out_.raw(column_ == 0 ? Literal{"<th scope=\"row\""} : Literal{"<td"});
    if (head.kind == Head::Kind::Number) out_.raw(head.on_narrow ? Literal{" class=\"n\""} : Literal{" class=\"n w\""});
    else if (!head.on_narrow) out_.raw(" class=\"w\"");
    out_.raw(">");
    open_ = true;
    return out_;
}

Markup TableMarkup::finished() {
    end_cell();
    out_.raw("</tbody></table></div>\n");
    return out_;
}

}  // namespace tlsrpt::html
