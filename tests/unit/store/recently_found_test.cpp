// What is remembered of a map is what stands in it.
#include "store/recently_found.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace tlsrpt;

TEST_CASE("sums by what is remembered are sums by the map, however many kinds there are") {
    using Map = std::map<std::tuple<std::string_view, std::string_view, std::string_view>, int>;
    std::vector<std::string> texts{"", "a", "ab", "sts-webpki-invalid", "sts-webpki-invalix", "mx1.rcpt.example", "mx2.rcpt.example"};
    for (int i = 0; i < 20; ++i) texts.push_back("a-name-of-some-length-" + std::to_string(i));
    Map plain[2];
    Map remembered[2];
    RecentlyFound<Map> recently;
    std::size_t step = 1;
    for (int i = 0; i < 50'000; ++i) {
        step = step * 6364136223846793005U + 1442695040888963407U;
        const auto text = [&](int shift) -> std::string_view { return texts[(step >> shift) % texts.size()]; };
        const Map::key_type key{text(20), text(30), text(40)};
        const std::size_t which = (step >> 50) % 2;
        ++plain[which][key];
        ++recently.in(remembered[which], key);
    }
    CHECK(plain[0].size() > 1000);
    CHECK((remembered[0] == plain[0]));
    CHECK((remembered[1] == plain[1]));
}
