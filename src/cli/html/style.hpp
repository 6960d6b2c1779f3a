// The page's only style sheet. Its hash stands in the page's Content-Security-Policy, so nothing else can style or run.
#pragma once

#include "cli/html/markup.hpp"

namespace tlsrpt::html {

inline constexpr Literal style = R"css(
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6472; --paper: #ffffff; --line: #d5dae1; --band: #f3f5f8; --good: #2f7d5b; --bad: #c0392b; --link: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a3adba; --paper: #14181f; --line: #343c48; --band: #1d232c; --good: #55b58a; --bad: #f0776a; --link: #8ab4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem 1.25rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: .5rem 0; padding: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; background: var(--band); }
.tiles b { display: block; font-size: 1.4rem; line-height: 1.3; overflow-wrap: anywhere; }
.soft, .axis, caption { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .95rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 6.5rem; }
thead th { color: var(--soft); font-weight: 600; overflow-wrap: normal; }
tbody th { font-weight: 600; min-width: 9rem; }
.n { min-width: 0; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { white-space: nowrap; font-weight: 600; }
.is-bad { color: var(--bad); }
.is-good { color: var(--good); }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: 7.5rem; background: var(--band); border-bottom: 1px solid var(--line); }
.good { fill: var(--good); }
.bad { fill: var(--bad); }
.axis { display: flex; justify-content: space-between; gap: 1rem; margin: .2rem 0 0; font-size: .85rem; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .25rem 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--band); padding: .6rem .8rem; border-radius: .5rem; font-size: .85rem; }
footer { margin-top: 3rem; color: var(--soft); font-size: .9rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; }
@media (max-width: 40rem) { body { padding: .75rem .9rem 2rem; } .w { display: none; } th, td { padding-right: .6rem; } }
@media print { :root { --ink: #000; --paper: #fff; } nav, .skip { display: none; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; } }
)css";

}  // namespace tlsrpt::html
