#include "engine/report/sections.h"

namespace cryo::report {

std::string page_style() {
    return R"css(
:root { --ink: #1a202c; --soft: #4a5568; --line: #d9dee6; --panel: #f6f8fb; --good: #1b6e3c; --bad: #9b1c1c;
        --warn: #8a5a00; --accent: #1f5fa8; }
* { box-sizing: border-box; }
html { font-size: 16px; }
body { margin: 0; background: #ffffff; color: var(--ink); line-height: 1.5;
       font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main, header.page, footer { max-width: 960px; margin: 0 auto; padding: 0 24px; }
header.page { padding-top: 28px; }
header.page p { margin: 0; max-width: none; color: var(--soft); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 2px 0 4px; }
h2 { font-size: 1.2rem; margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 20px 0 6px; }
p { margin: 8px 0; max-width: 72ch; }
svg { display: block; width: 100%; height: auto; }
.cut { display: flex; flex-wrap: wrap; align-items: center; gap: 16px 28px; }
.cut svg { flex: 0 1 400px; }
.cut figcaption { flex: 1 1 220px; }
.swatch { display: inline-block; width: 14px; height: 14px; border: 1px solid #7b8794; vertical-align: -2px; }
figure { margin: 16px 0; }
figcaption { color: var(--soft); font-size: 0.9rem; max-width: 72ch; margin-top: 4px; }
.verdict { border: 2px solid; border-left-width: 12px; border-radius: 6px; padding: 18px 22px; margin: 20px 0; }
.verdict.pass { border-color: var(--good); background: #f0f8f3; }
.verdict.fail { border-color: var(--bad); background: #fdf4f4; }
.verdict.practice { border-color: var(--warn); background: #fdf8ec; }
.verdict .standing { font-size: 0.95rem; font-weight: 700; letter-spacing: 0.02em; margin: 0; }
.verdict.pass .standing { color: var(--good); }
.verdict.fail .standing { color: var(--bad); }
.verdict.practice .standing { color: var(--warn); }
.verdict .sentence { font-size: 1.35rem; font-weight: 600; line-height: 1.3; margin: 4px 0 8px; }
.verdict .score { font-size: 1rem; margin: 0; }
.verdict .score strong { font-size: 1.35rem; }
.verdict ul { margin: 10px 0 0; padding-left: 22px; }
.certainty { border: 1px solid currentColor; border-radius: 999px; padding: 1px 10px; font-size: 0.9rem;
             white-space: nowrap; margin-left: 8px; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(270px, 1fr)); gap: 14px; padding: 0; margin: 12px 0;
         list-style: none; }
.card { border: 1px solid var(--line); border-radius: 6px; padding: 14px 16px; background: var(--panel); }
.card h3 { margin: 0 0 6px; }
.card p { margin: 4px 0; }
.card .meta { color: var(--soft); font-size: 0.9rem; }
.card.critical { border-color: var(--bad); background: #fdf4f4; }
.card.well { background: #f0f8f3; border-color: #bfdccb; }
.card.next { background: #eef4fc; border-color: #c3d7ef; }
.badge { display: inline-block; min-width: 1.6em; text-align: center; border-radius: 999px; background: var(--ink);
         color: #ffffff; font-weight: 700; font-size: 0.9rem; margin-right: 6px; padding: 0 5px; }
.critical .badge { background: var(--bad); }
.points { font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; margin: 12px 0; }
caption { text-align: left; color: var(--soft); padding-bottom: 6px; }
th, td { text-align: left; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { border-bottom: 2px solid var(--soft); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.missed { color: var(--bad); font-weight: 700; }
td.met { color: var(--good); }
.gauge { display: block; width: 150px; height: 12px; margin-top: 6px; }
.split { display: grid; grid-template-columns: minmax(0, 1fr) 260px; gap: 24px; align-items: center; }
@media (max-width: 720px) { .split { grid-template-columns: 1fr; } .split svg { max-width: 260px; } }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 18px; }
.pictures img { width: 100%; height: auto; border-radius: 4px; background: #000000; display: block; }
details > summary { cursor: pointer; font-weight: 600; }
footer { margin-top: 44px; padding-bottom: 40px; color: var(--soft); font-size: 0.88rem; }
footer p { border-top: 2px solid var(--line); padding-top: 12px; max-width: none; }
code { font-size: 0.92em; overflow-wrap: anywhere; }
@media print {
  @page { margin: 16mm; }
  html { font-size: 13px; }
  main, header.page, footer { max-width: none !important; padding: 0; }
  h2 { break-after: avoid; margin-top: 24px; }
  figure, .card, .verdict, tr { break-inside: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";
}

}  // namespace cryo::report
