/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_style.c - the style sheet of report.html.
 *
 * Fonts are those that Chinese desktops have; digits are tabular so that columns of numbers
 * align.  A bar's length is --w of --f (its table's longest), its filled part --c of --w.
 */
#include "report/report_html.h"

const char *const html_style[] = {
    ":root{color-scheme:light;--ink:#1d2430;--soft:#5d6775;--line:#dce1e8;--pale:#f5f7fa;"
    "--accent:#24507f;--track:#dfe6ee;--green:#1f7a4d;--amber:#946200;--red:#b3261e;"
    "--sans:\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"Source Han Sans "
    "SC\",\"WenQuanYi Micro Hei\",\"Segoe UI\",\"Helvetica Neue\",Arial,sans-serif;"
    "--serif:\"Songti SC\",\"Source Han Serif SC\",\"Noto Serif CJK SC\",SimSun,STSong,"
    "Georgia,serif}\n",
    "*{box-sizing:border-box}"
    "html{-webkit-text-size-adjust:100%}"
    "body{margin:0;background:#fff;color:var(--ink);font:15px/1.65 var(--sans);"
    "font-variant-numeric:tabular-nums lining-nums}\n",
    "main,header,nav,footer{width:min(1064px,100% - 56px);margin:0 auto}"
    "header{padding-top:56px;padding-bottom:20px;border-bottom:3px double var(--ink)}"
    "h1{font:700 32px/1.3 var(--serif);margin:0;letter-spacing:.04em;text-wrap:balance}"
    "header p{margin:10px 0 0;color:var(--soft)}"
    "h2{font:700 23px/1.4 var(--serif);margin:56px 0 16px;padding-bottom:8px;"
    "border-bottom:1px solid var(--ink);letter-spacing:.03em}"
    "h3{font-size:16px;line-height:1.5;margin:30px 0 8px}"
    "h2 small,h3 small{font:400 13px var(--sans);color:var(--soft);letter-spacing:0;"
    "margin-left:.7em}\n",
    "nav{padding-top:14px;display:flex;flex-wrap:wrap;gap:4px 22px;font-size:14px}"
    "a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}"
    "p.note{color:var(--soft);margin:8px 0}\n",
    "table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.5}"
    "th{font-weight:600;font-size:12.5px;color:var(--soft);text-align:left;"
    "border-bottom:1px solid var(--ink);padding:6px 12px 6px 0;vertical-align:bottom}"
    "td{padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}"
    "th:last-child,td:last-child{padding-right:0}"
    ".n{text-align:right;white-space:nowrap}.keep{white-space:nowrap}"
    ".s{color:var(--soft);font-size:13px}"
    "th,td.name,td.s{word-break:keep-all;overflow-wrap:break-word}"
    "td.name{font-weight:600}td.w{overflow-wrap:anywhere}"
    "td.bad{color:var(--red);font-weight:600}"
    "td.up{color:var(--green)}td.down{color:var(--red)}"
    "td.track{min-width:140px;width:24%;vertical-align:middle}"
    "td.s:last-child{min-width:9em}"
    "td.n:first-child{width:3.2em}th.n:first-child+th,td.n:first-child+td{padding-left:6px}"
    "tr.group td{font-weight:600;background:var(--pale)}"
    "tr.total td{font-weight:700;background:var(--pale);border-bottom:1px solid var(--ink)}"
    "code{font:12.5px ui-monospace,Consolas,Menlo,monospace;color:var(--soft);"
    "margin-right:.5em}\n",
    ".scroll{overflow-x:auto}"
    ".bar{display:block;height:9px;background:var(--track);min-width:1px;"
    "width:min(100%,calc(var(--w)/var(--f)*100%))}"
    ".bar b{display:block;height:100%;background:var(--accent);"
    "width:min(100%,calc(var(--c)/var(--w)*100%))}"
    ".bar.minus{background:var(--red)}\n",
    ".chip{display:inline-block;font-size:12.5px;line-height:1.5;padding:0 8px;"
    "border:1px solid;border-radius:3px;white-space:nowrap;font-weight:600;"
    "color:var(--soft);background:var(--pale)}"
    ".chip.green,.chip.excellent{color:#17623d;background:#e6f4ec}"
    ".chip.good{color:#24507f;background:#e8f0f8}"
    ".chip.pass{color:#4b5563;background:#f1f3f6}"
    ".chip.yellow,.chip.pending,.chip.ticket{color:#7a5200;background:#fdf3d8}"
    ".chip.red,.chip.fail,.chip.missing,.chip.fault,.chip.veto,.chip.exit{color:#9c1c15;"
    "background:#fbe9e7}\n",
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 20px;margin:0 0 8px}"
    "dt{color:var(--soft)}dd{margin:0}"
    "ul{margin:6px 0;padding-left:1.3em}"
    ".failure{border-left:4px solid var(--red);background:#fbe9e7;padding:10px 16px;"
    "margin:14px 0}\n",
    "details{border-bottom:1px solid var(--line)}"
    "details>summary{cursor:pointer;list-style:none;display:grid;align-items:center;"
    "grid-template-columns:14px minmax(0,2fr) 5.5em minmax(90px,1.2fr) minmax(0,1.6fr);"
    "gap:0 14px;padding:7px 0}"
    "summary::-webkit-details-marker{display:none}"
    "summary::before{content:\"\";border:solid var(--soft);border-width:0 1.5px 1.5px 0;"
    "width:6px;height:6px;transform:rotate(-45deg);margin-left:2px}"
    "details[open]>summary::before{transform:rotate(45deg)}"
    "summary:hover{background:var(--pale)}"
    "summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);"
    "outline-offset:2px}"
    "summary strong{overflow-wrap:anywhere}"
    "details>div{padding:4px 0 26px 28px}"
    "details.more>summary{grid-template-columns:14px 1fr;color:var(--accent)}"
    "details.more{border:0}details.more>div{padding-left:0}"
    ".chips{display:flex;flex-wrap:wrap;gap:4px 6px;align-items:center}"
    "p.chips{margin:6px 0;gap:4px 12px}strong.total{font-size:18px}"
    "table.composite td.track{min-width:90px;width:14%}table.composite th a{color:inherit}"
    "table+table,.scroll+.scroll{margin-top:18px}"
    ".unit{margin:26px 0 34px;padding-top:4px;border-top:1px solid var(--line)}"
    ".unit h3{font-size:19px;margin:12px 0 2px}.unit>details{margin-left:14px}"
    ".back{text-align:right;font-size:13px}"
    "h3:target,details:target>summary{background:#fdf3d8}"
    "footer{margin-top:64px;padding-top:14px;padding-bottom:48px;color:var(--soft);"
    "font-size:13px;border-top:1px solid var(--line)}\n",
    "@media(max-width:720px){main,header,nav,footer{width:calc(100% - 32px)}"
    "details>summary{grid-template-columns:14px minmax(0,1fr) 5.5em;}"
    "details>summary .bar{display:none}.chips{grid-column:2/-1}details>div{padding-left:0}"
    "table.composite .track{display:none}h1{font-size:25px}}\n",
    "@media print{@page{size:A4;margin:16mm 14mm}body{font-size:10pt}"
    "main,header,footer{width:auto}nav{display:none}"
    "header{padding-top:0}h2{margin-top:26pt;break-after:avoid}h3{break-after:avoid}"
    "details::details-content{content-visibility:visible;display:block;height:auto}"
    ".back{display:none}.unit{break-before:auto}"
    "tr,summary{break-inside:avoid}thead{display:table-header-group}"
    "table{font-size:9pt}a{color:inherit}.scroll{overflow:visible}"
    ".bar,.bar b,.chip,tr td,.failure{-webkit-print-color-adjust:exact;"
    "print-color-adjust:exact}}\n",
    NULL
};
