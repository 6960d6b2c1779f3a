#include "dkim/from_field.hpp"

#include <fmt/format.h>

#include <optional>

#include "dkim/characters.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::dkim {

namespace {

constexpr std::size_t max_comment_depth = 16;
constexpr std::size_t max_local_part_bytes = 255;  // RFC 5321 section 4.5.3.1.1 says 64; longer ones exist

Error unusable(std::string detail) { return Error{Slug::SignerNotAligned, "From is unusable: " + std::move(detail)}; }

/// atext of RFC 5322 section 3.2.3, with the UTF-8 of RFC 6532 section 3.2.
bool is_atext(char c) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~";
    return is_alnum(c) || is_eight_bit(c) || marks.find(c) != std::string_view::npos;
}

/// Reads forward over one field value. Each function takes its token and returns whether it was there and whole.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return at_ == text_.size(); }
    [[nodiscard]] char next() const { return done() ? '\0' : text_[at_]; }
    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

    bool take(char c) {
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    /// [CFWS]; false when a comment is broken, nested too deeply or never ends.
    bool skip_cfws() {
        for (;;) {
            at_ += fws_at(text_, at_);
            if (next() != '(') return true;
            if (!take_comment()) return false;
        }
    }

    bool take_quoted_string() {
        if (!take('"')) return false;
        while (!done()) {
            if (take('"')) return true;
            if (!take_inner()) return false;
        }
        return false;
    }

    /// 1*atext, of the obsolete phrase with dots anywhere.
    enum class Dots : bool { No, Yes };
    bool take_word(Dots dots) {
        const std::size_t start = at_;
        while (!done() && (is_atext(text_[at_]) || (dots == Dots::Yes && text_[at_] == '.'))) ++at_;
        return at_ != start;
    }

    /// dot-atom-text.
    bool take_dot_atom() {
        do {
            if (!take_word(Dots::No)) return false;
        } while (take('.'));
        return true;
    }

private:
    bool take_comment() {
        std::size_t depth = 0;
        do {
            if (take('(')) {
                if (++depth > max_comment_depth) return false;
            } else if (take(')')) {
                --depth;
            } else if (!take_inner()) {
                return false;
            }
        } while (depth != 0);
        return true;
    }

    /// One quoted-pair, fold or character inside quotes or a comment.
    bool take_inner() {
        if (take('\\')) {
            if (done() || !(is_visible(next()) || is_wsp(next()) || is_eight_bit(next()))) return false;
            ++at_;
            return true;
        }
        if (const std::size_t blank = fws_at(text_, at_); blank != 0) {
            at_ += blank;
            return true;
        }
        if (!is_visible(next()) && !is_eight_bit(next())) return false;
        ++at_;
        return true;
    }

    std::string_view text_;
    std::size_t at_{0};
};

/// addr-spec (RFC 5322 section 3.4.1); none when something else stands there. Comments around "@" and the domain are the
/// obsolete syntax of section 4.4 and are taken, as every reader of mail does.
struct AddrSpec {
    std::string_view local_part;
    std::string_view domain;
};
std::optional<AddrSpec> take_addr_spec(Cursor& cursor) {
    if (!cursor.skip_cfws()) return std::nullopt;
    AddrSpec address;
    std::size_t start = cursor.at();
    if (!(cursor.next() == '"' ? cursor.take_quoted_string() : cursor.take_dot_atom())) return std::nullopt;
    address.local_part = cursor.since(start);
    if (!cursor.skip_cfws() || !cursor.take('@') || !cursor.skip_cfws()) return std::nullopt;
    start = cursor.at();
    if (!cursor.take_dot_atom()) return std::nullopt;
    address.domain = cursor.since(start);
    if (!cursor.skip_cfws()) return std::nullopt;
    return address;
}

/// [display-name] "<" addr-spec ">" (RFC 5322 section 3.4), from the start of the field.
Expected<AddrSpec> take_name_addr(Cursor& cursor) {
    for (;;) {
        if (!cursor.skip_cfws()) return unusable("a comment does not end");
        if (cursor.take('<')) break;
        if (cursor.next() == '"') {
            if (!cursor.take_quoted_string()) return unusable("a quoted string does not end");
        } else if (!cursor.take_word(Cursor::Dots::Yes)) {
            if (cursor.done()) return unusable("no address");
            if (cursor.next() == ':') return unusable("a group");
            if (cursor.next() == ',') return unusable("more than one address");
            return unusable("no mailbox");
        }
    }
    const auto address = take_addr_spec(cursor);
    if (!address) return unusable("no address of the form local-part@domain in the angle brackets");
    if (!cursor.take('>')) return unusable("the angle bracket is not closed after one address");
    if (!cursor.skip_cfws()) return unusable("a comment does not end");
    return *address;
}

}  // namespace

Expected<Mailbox> parse_from_field(std::string_view value) {
    Cursor cursor(value);
    auto bare = take_addr_spec(cursor);
    if (!bare || cursor.next() == '<') {
        cursor = Cursor(value);
        const auto named = take_name_addr(cursor);
        if (!named) return named.error();
        bare = *named;
    }
    if (cursor.next() == ',' || cursor.next() == ';') return unusable("more than one address");
    if (!cursor.done()) return unusable("text after the address");

    if (bare->local_part.size() > max_local_part_bytes) return unusable("the local part is too long");
    if (!is_valid_utf8(bare->local_part)) return unusable("the address is not UTF-8");
    auto domain = bare->domain.find('.') == std::string_view::npos ? std::nullopt : canonical_domain(bare->domain);
    if (!domain) return unusable(fmt::format("\"{}\" is no domain name in ASCII", bare->domain));
    return Mailbox{std::string(bare->local_part) + "@" + *domain, *domain};
}

}  // namespace tlsrpt::dkim
