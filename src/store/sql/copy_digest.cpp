#include "store/sql/copy_digest.hpp"

#include <fmt/format.h>

#include <charconv>

#include "store/postgresql/wire.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::sql {
namespace {

void add_number(std::string& form, std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) form += static_cast<char>((number >> shift) & 0xFFu);
}

void add_octets(std::string& form, std::string_view octets) {
    add_number(form, octets.size());
    form += octets;
}

// Equal exactly for equal rows: numbers have one length, octets carry theirs.
std::string form_of(const Rows& row, const CopyTable& table) {
    std::string form;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (table.columns[i].role == CopyColumn::Role::Placed) continue;
        form += row.is_null(column) ? '-' : '+';
        switch (table.columns[i].kind) {
            case Value::Kind::Integer:
                add_number(form, row.count(column));
                break;
            case Value::Kind::Truth:
                form += row.truth(column) ? '1' : '0';
                break;
            case Value::Kind::Text:
                if (postgresql::is_storable(row.view(column)))
                    add_octets(form, row.view(column));
                else
                    add_octets(form, postgresql::storable(row.view(column)));
                break;
            case Value::Kind::Octets:
                add_octets(form, row.view(column));
                break;
        }
    }
    return form;
}

}  // namespace

void CopyDigest::add(const Rows& row, const CopyTable& table) {
    const std::string hash = sha256_hex(form_of(row, table));
    ++rows_;
    bool carry = false;
    for (std::size_t i = sum_.size(); i-- > 0;) {
        std::uint64_t part = 0;
        std::from_chars(hash.data() + i * 16, hash.data() + i * 16 + 16, part, 16);
        const std::uint64_t sum = sum_[i] + part;
        const bool overflow = sum < part;
        sum_[i] = sum + (carry ? 1 : 0);
        carry = overflow || (carry && sum_[i] == 0);
    }
}

std::string CopyDigest::hex() const {
    std::string text;
    for (const std::uint64_t part : sum_) text += fmt::format("{:016x}", part);
    return text;
}

}  // namespace tlsrpt::sql
