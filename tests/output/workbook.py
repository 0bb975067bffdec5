"""Compares workbooks with what they must hold: workbook.py FOLDER, where workbook.sh has put them."""
import csv
import json
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

NAMESPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Sheet:
    """The cells of the first sheet by their names: a number as float, a text as str, nothing for a blank."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            assert file.testzip() is None
            self.dates = {entry.date_time for entry in file.infolist()}
            self.root = tree.fromstring(file.read("xl/worksheets/sheet1.xml"))
            self.workbook = tree.fromstring(file.read("xl/workbook.xml"))
            self.properties = file.read("docProps/core.xml").decode()
            strings = tree.fromstring(file.read("xl/sharedStrings.xml"))
            self.styles = file.read("xl/styles.xml").decode()
        texts = ["".join(t.text or "" for t in s.iter("{%s}t" % NAMESPACE["s"])) for s in strings]
        self.cell = {}
        for cell in self.root.iter("{%s}c" % NAMESPACE["s"]):
            value = cell.find("s:v", NAMESPACE)
            if value is not None:
                is_text = cell.get("t") == "s"
                assert is_text or cell.get("t") is None, cell.attrib
                self.cell[cell.get("r")] = texts[int(value.text)] if is_text else float(value.text)
        assert not list(self.root.iter("{%s}f" % NAMESPACE["s"])), "a formula"

    def find(self, path):
        return self.root.find(path, NAMESPACE)

    def column(self, letter, first):
        rows = [int(name[len(letter):]) for name in self.cell if re.fullmatch(letter + r"\d+", name)]
        return [self.cell.get(letter + str(row)) for row in range(first, max(rows) + 1)]


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def check_sample(folder):
    sheet = Sheet(folder + "/table.xlsx")
    expected = {
        "A1": "Offences & <rates>, 2018 to 2019", "C2": "2018", "E2": "2019", "A3": "offence", "D3": "rate per 1,000",
        "A4": 'T\u0175r & <b>"Dock"</b>', "B4": "0123", "B5": "'=1+1", "A6": "_x005F_x0041_ | *bold* `code`",
        "A8": "Line break", "C4": 1234567.0, "C5": 0.0, "C6": "9007199254740993", "C7": "[c]", "C8": -12.0,
        "D4": 1342.06, "D5": 0.04, "D6": -17.25, "D7": "[c]", "F7": 0.0, "F8": "[c]", "A9": "All wards", "D9": 21.6}
    for name, value in expected.items():
        assert sheet.cell.get(name) == value, (name, sheet.cell.get(name), value)
    for blank in ("B7", "B9", "D8", "A2"):
        assert blank not in sheet.cell, blank
    assert [s.get("name") for s in sheet.workbook.iter("{%s}sheet" % NAMESPACE["s"])] == ["Table", "Notes"]
    assert [m.get("ref") for m in sheet.root.iter("{%s}mergeCell" % NAMESPACE["s"])] == ["C2:D2", "E2:F2"]
    assert sheet.find("s:sheetViews/s:sheetView/s:pane").get("ySplit") == "3"
    assert sheet.find("s:pageSetup").get("orientation") == "landscape"
    assert sheet.find("s:pageSetup").get("fitToHeight") == "0"
    assert sheet.find("s:autoFilter") is None, "rows of a tree are not to be sorted"
    for part in ('#,##0.0"*"_*', '#,##0.0"**"', '#,##0.0_*_*', "FFFDDBA8", "FFF2914A", "FFC6DDF0", "FFF6C3CB"):
        assert part in sheet.styles.replace("&quot;", '"'), part
    assert "1980-01-01T00:00:00Z" in sheet.properties and len(sheet.dates) == 1, (sheet.properties, sheet.dates)

    office = read_csv(folder + "/office/table-Table.csv")
    assert office[3][:4] == ['T\u0175r & <b>"Dock"</b>', "0123", "1234567", "1342.06"], office[3]
    assert office[4][:2] == ["100% $5_{x}^2~#\\", "'=1+1"], office[4]
    assert office[5][0] == "_x0041_ | *bold* `code`", office[5]
    assert office[6][2:] == ["[c]", "[c]", "[c]", "0"], office[6]
    notes = read_csv(folder + "/office/table-Notes.csv")
    assert ["**", "over the mean + 2 SD"] in notes and ["[c]", "kept back: fewer than 5"] in notes, notes


def check_two(folder):
    """A sheet for each table, called as it is, and one for the notes of both."""
    names = ["Offences & <rates>, 2018 to", "Worst of all the ward with most", "Notes"]
    sheet = Sheet(folder + "/two.xlsx")
    assert [s.get("name") for s in sheet.workbook.iter("{%s}sheet" % NAMESPACE["s"])] == names
    first, second, notes = (read_csv("%s/office/two-%s.csv" % (folder, name)) for name in names)
    assert first == read_csv(folder + "/office/table-Table.csv")
    assert second == [["Worst [of all]: the ward with most offences", ""], ["ward", "offences"], ["Dock", "4321"]], second
    alone = read_csv(folder + "/office/table-Notes.csv")
    assert notes[:len(alone)] == alone, notes
    assert [row for row in notes[len(alone):] if any(row)] == [
        ["Worst [of all]: the ward with most offences", ""], ["", "Its neighbours have fewer"]], notes


def check_rank(folder):
    """Every number is there in full and as a number, every text as a text, in LibreOffice too."""
    sheet = Sheet(folder + "/rank.xlsx")
    with open(folder + "/rank.json", encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    office = read_csv(folder + "/office/rank-Table.csv")
    assert len(office) == len(rows) + 2 and len(rows) > 100
    for number, row in enumerate(rows):
        for letter, text, (name, value) in zip("ABCDEFGHIJ", office[number + 2], row.items()):
            held = sheet.cell.get(letter + str(number + 3))
            assert type(held) in ((float,) if isinstance(value, (int, float)) else (str, type(None))), (name, held)
            if isinstance(value, (int, float)):
                assert abs(held - value) <= 1e-15 * abs(value), (name, held, value)
                assert abs(float(text) - value) <= 1e-12 * abs(value) or len(text) >= 10, (name, text, value)
            else:
                assert held == value and text == (value or ""), (name, held, text, value)
    assert sheet.find("s:autoFilter").get("ref") == "A2:J%d" % (len(rows) + 2)


def check_headings(folder):
    """Those that are wrapped don't run over the title."""
    row = Sheet(folder + "/matrix.xlsx").find("s:sheetData/s:row[@r='2']")
    assert float(row.get("ht", 0)) >= 30 and row.get("customHeight") == "1", row.attrib


check_headings(sys.argv[1])
check_sample(sys.argv[1])
check_two(sys.argv[1])
check_rank(sys.argv[1])
