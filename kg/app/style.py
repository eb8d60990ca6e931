"""The look of the application: colours and type of the theme, and the few rules of CSS that the theme does not reach.

Only fonts of the operating system are named and nothing is loaded from elsewhere, so the application works offline.
"""

from __future__ import annotations

FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"

THEME: dict[str, object] = {
    "theme.base": "light",
    "theme.primaryColor": "#1f4e79",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f3f6f9",
    "theme.textColor": "#1d2733",
    "theme.linkColor": "#1f4e79",
    "theme.borderColor": "#d5dde5",
    "theme.baseRadius": "4px",
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.codeFont": FONT,
    "theme.baseFontSize": 15,
}

_RULES = """
.stApp, .stApp input, .stApp textarea, .stApp button { font-family: FONT; }
.stAppDeployButton, [data-testid="InputInstructions"], [data-testid="stDecoration"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: 2.6rem 3rem 3rem; max-width: 1500px; }
[data-testid="stSidebar"] { min-width: 250px; }
h1 { font-size: 1.7rem !important; padding-bottom: .8rem !important; }
[data-testid="stMain"] a { color: #1f4e79; }
[data-testid="stMain"] [data-testid="stPageLink"] a { background: transparent; }
[data-testid="stMain"] [data-testid="stPageLink"] p { font-weight: 400; color: #1f4e79; }
[data-testid="stMain"] [data-testid="stPageLink"] a:hover p { text-decoration: underline; }
[data-testid="stMain"] [data-testid="stPageLink"] strong { font-weight: 700; }
h2 { font-size: 1.3rem !important; } h3 { font-size: 1.12rem !important; }
[data-testid="stMain"] [data-testid="stPageLink"] a { padding: .1rem .4rem .1rem 0; }
[data-testid="stPageLink"] p { white-space: normal; overflow-wrap: anywhere; }
[class*="st-key-contents"] [data-testid="stVerticalBlock"] { gap: .1rem; }
[class*="st-key-contents"] [data-testid="stPageLink"] p { font-size: .88rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.kg-answer { white-space: pre-wrap; line-height: 1.8; font-size: 1.02rem; border-left: 4px solid #1f4e79;
  background: #f3f6f9; padding: .8rem 1.1rem; border-radius: 0 4px 4px 0; overflow-wrap: anywhere; }
.kg-open { border-left-color: #b26a00; background: #fdf6ea; }
.kg-verdict { font-weight: 600; color: #8a5200; margin-bottom: .3rem; }
.kg-quote { white-space: pre-wrap; line-height: 1.8; overflow-wrap: anywhere; }
.kg-note { color: #5a6775; font-size: .86rem; overflow-wrap: anywhere; }
.kg-mark { display: inline-block; border-radius: 3px; padding: 0 .4rem; font-size: .8rem; margin-right: .4rem;
  background: #fbe9cc; color: #8a5200; }
.kg-good { background: #dff0e4; color: #1e6a3a; } .kg-bad { background: #f6dcdc; color: #8d2020; }
.kg-day { white-space: nowrap; }
.kg-scroll { overflow-x: auto; }
.kg-table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.55; }
.kg-table th { background: #e8eef4; text-align: left; font-weight: 600; white-space: nowrap; }
.kg-table th, .kg-table td { border: 1px solid #d5dde5; padding: .4rem .6rem; vertical-align: top; min-width: 5.2em; }
.kg-table td { overflow-wrap: anywhere; white-space: pre-wrap; }
.kg-law { line-height: 2; font-size: 1.05rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.kg-law .paragraph { display: block; text-indent: 2em; }
.kg-law .article, .kg-law .section { display: block; margin-bottom: .9rem; }
.kg-law .item, .kg-law .subitem { display: block; text-indent: 0; padding-left: 2em; }
.kg-law .meant { background: #fff4c8; }
.kg-law .number { font-weight: 700; color: #1f4e79; }
"""


def css() -> str:
    """The style sheet, for ``st.html``."""
    return f"<style>{_RULES.replace('FONT', FONT)}</style>"
