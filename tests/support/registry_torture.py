"""Values of Path that were met, or that a hostile program could leave: what an installation must make of each.

`kind` None is an absent value. `after` is the value afterwards, with G for Go's folder and B for that of the user's own
programs; None where it must not be touched. A repair comes to the same, but where it leaves the value as it is
(`stays`): it leads to a Go already, or only a person knows what it lost. `wrong` is what the doctor finds in the value
itself, `mended` whether a repair can mend that. `plain` is a value in which %NAMES% of ours would not be found.
"""

from __future__ import annotations

from dataclasses import dataclass

SZ, EXPAND, BINARY, DWORD, MULTI = 1, 2, 3, 4, 7
GOROOT = (SZ, "C:\\Go")  # of a Go that is gone: planted beside each value that is repaired


@dataclass(frozen=True)
class Case:
    """One value before and after."""

    name: str
    kind: int | None
    data: str | bytes | int | list[str] | None
    after: str | None
    after_kind: int = EXPAND
    stays: bool = False
    wrong: str = ""
    mended: bool = False
    plain: bool = False

    @property
    def words(self) -> bool:
        """Whether our two folders are written from %USERPROFILE%."""
        return self.after_kind == EXPAND and not self.plain

    def filled_data(self, go: str) -> str | bytes | int | list[str] | None:
        """The data, with Go's folder where it is in it."""
        if not isinstance(self.data, str):
            return self.data
        return self.data.replace("{go upper}", go.upper().replace("\\", "/")).replace("{go}", go)


LONG = ";".join(f"C:\\tools\\number {number:03}\\{'a long way down' * 5}\\bin" for number in range(30))
CUT = (LONG + LONG)[:1024]
TABLE = (
    Case("absent", None, None, "G;B"),
    Case("empty", EXPAND, "", "G;B"),
    Case("plain", SZ, "C:\\a;C:\\b", "G;C:\\a;C:\\b;B", SZ),
    Case(
        "REG_SZ with %NAMES%",
        SZ,
        "%USERPROFILE%\\x;C:\\b",
        "G;%USERPROFILE%\\x;C:\\b;B",
        wrong="path-plain-text",
        mended=True,
    ),
    Case("REG_SZ with a lone %", SZ, "C:\\50%;%GONE%\\y", "G;C:\\50%;%GONE%\\y;B", SZ, wrong="path-unknown-name"),
    Case("a lone % before %NAMES%", EXPAND, "C:\\50%;%USERPROFILE%\\x", "G;C:\\50%;%USERPROFILE%\\x;B", plain=True),
    Case("two in a row", EXPAND, "%%;%USERPROFILE%\\x", "G;%%;%USERPROFILE%\\x;B"),
    Case("more behind a NUL", EXPAND, "C:\\a\0C:\\b", "G;C:\\a;B"),
    Case("two NULs at its end", SZ, "C:\\a\0", "G;C:\\a;B", SZ),
    Case("REG_BINARY", BINARY, b"C\0:\0\xff", None, wrong="path-no-text"),
    Case("REG_DWORD", DWORD, 7, None, wrong="path-no-text"),
    Case("REG_MULTI_SZ", MULTI, ["C:\\a", "C:\\b"], None, wrong="path-no-text"),
    Case("3,000 characters", EXPAND, LONG, f"G;{LONG};B", wrong="path-too-long"),
    Case("quotes", EXPAND, '"C:\\a b";"C:\\c;d"', 'G;"C:\\a b";"C:\\c;d";B'),
    Case("a quote that never closes", EXPAND, 'C:\\a;"C:\\b;C:\\c', 'G;C:\\a;B;"C:\\b;C:\\c', wrong="path-open-quote"),
    Case("duplicates", EXPAND, "C:\\a;C:\\A\\;C:/a", "G;C:\\a;C:\\A\\;C:/a;B"),
    Case("trailing semicolons", EXPAND, "C:\\a;;", "G;C:\\a;B;;"),
    Case("only semicolons", EXPAND, ";;", "G;B;;;"),
    Case("Unicode", EXPAND, "C:\\Users\\安妮\\工具;D:\\Ünïcode\\𝔾𝕠", "G;C:\\Users\\安妮\\工具;D:\\Ünïcode\\𝔾𝕠;B"),
    Case(
        "people's names",
        SZ,
        "c:\\USERS\\Ann\\a;C:/Users/ann/b;C:\\Users\\bob\\c",
        "G;c:\\USERS\\Ann\\a;C:/Users/ann/b;C:\\Users\\bob\\c;B",
        SZ,
    ),
    Case("ours, further back and spelt otherwise", EXPAND, "C:\\a;{go upper}/;C:\\b", "G;C:\\a;C:\\b;B", stays=True),
    Case("ours, twice, in quotes", EXPAND, 'C:\\a;"{go}";{go}\\', "G;C:\\a;B", stays=True),
    Case("a folder whose name begins like ours", EXPAND, "{go}2;{go}\\..\\bin2", "G;{go}2;{go}\\..\\bin2;B"),
    Case("setx's cut", SZ, CUT, f"G;{CUT};B", SZ, wrong="path-cut-off", stays=True),
)


def filled(text: str, go: str, own: str, *, words: bool, profile: str) -> str:
    """A value of the table for these two folders; with `words` written from %USERPROFILE%."""
    text = text.replace("{go upper}", go.upper().replace("\\", "/")).replace("{go}", go)
    short = {name: folder.replace(profile, "%USERPROFILE%", 1) if words else folder for name, folder in
             (("G", go), ("B", own))}  # fmt: skip
    return ";".join(short.get(item, item) for item in text.split(";"))
