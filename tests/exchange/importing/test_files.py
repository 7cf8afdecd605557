"""Files as they really come: each gives a preview, or one clear sentence."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from typing import Any

import pytest

from hackathon.domain.base.errors import DomainError
from scoring import ScoringError
from scoring.reading.workbooks import OLE_MARK
from tests.exchange.importing.importer import PEOPLE, Rows, as_csv, as_xlsx, counts, preview, reasons

pytestmark = pytest.mark.usefixtures("event")


def with_title(rows: Rows) -> list[list[Any]]:
    return [["2025 해커톤 참가자 명단"], [], *map(list, rows)]


# An .xls (BIFF) of four columns: a merged title, a merged team, a phone number as a number, a moment as a date.
OLD_WORKBOOK = (
    b"c-rk)T}TvB6#nkath<^&tF4hHvItqJ3u*)s=xSK{vSPiI5tOD6p=d3>6h)TqTY*qPMK6L8LD|nkn?FbjvOO#r`4B|GS`<Mq1_eE+"
    b")46A6OwGWB5{&tVd+xdC+;i^Fx%bYUc{!OL>wA<vjb*5Sig`T|35#TcQleFGgY>#CSu1x@(rv6OB)TY&2@VXWM4d8*GTzfr@K75g"
    b"3cROu1Se6~(ca=+L+s%`Gz!^=a-ssaNRo;y?o|fU<4iX)eZVzGm{zjnGShOZ8xw~y>8~p&Ggt8;C69Hfkbc8#^M)lQ$i#EGiqH27"
    b"qpky0!4r*b>r9cWC8Hk{(3+O^mY^(W;<ntf4Fq2x;H$3o*4FM01Y+<|$ouhK_X6Lnz5UE<%hy&eK=L0;<<39IT@=dY@+*o4bU{DH"
    b"TP1{KG-y(zh|tjI$FpeTgIlHz5Tz(aDRz;IvMBELM!b-fq~TO(h_cQ|&!7r1GjT3_J*q*(#_vbZM&6E-$}@5)OsdL(+2PIOs;rtb"
    b"HZzd|6qgkHN(jDELXvEY4;J^5gC&JGTr$ySq%oh)+s;j6n!Wq=RiLTff0QL%{4z0KIa}q}pyPtHAmdclXbZG}Eee@lWUpJ8&t~eO"
    b"JwbVXeWuCm>*hK=tj(u(b~2{?+ZOTLi4T3*|1>xB!M}s}ftu+vo`Ki?KIG9XHj}-4x=|#G#LXKLgMKR)=JE87Y1VH?l}mA(eb>$R"
    b"Y8vK{#B4g#QJN$0?8rxD3$cQQU<*l&k~N=3Nnu;7q*6&UTUS=_rLZrDS>K3_jG3y)V^T4CcIR5*iz-8+(kOExr*f{geX5i`)nz_M"
    b"Y1UM8MAD<m9-Rv%>Ct8SSC@GE$n&SLwFMOwN(P?DPSWxI3rVnH!-fqTHf-3i5f|j;QQ-@gahZ0QS9PcPUuTZey#1Txzr_J`(9=oZ"
    b"f_u?Uc@U@LT0fiM5SA~oN*n8cp~OLIJ&0B`aX(t)UcdCIAQq2j)rRiBw}s+ue?Fdm{^Rz40+*EmdH"
)

FORMS: dict[str, bytes] = {
    "utf-8": as_csv(PEOPLE),
    "utf-8 with BOM": as_csv(PEOPLE, encoding="utf-8-sig"),
    "utf-16": as_csv(PEOPLE, encoding="utf-16"),
    "utf-16 without BOM": as_csv(PEOPLE, encoding="utf-16-le"),
    "utf-16 big-endian without BOM": as_csv(PEOPLE, encoding="utf-16-be"),
    "cp949": as_csv(PEOPLE, encoding="cp949"),
    "tabs": as_csv(PEOPLE, delimiter="\t"),
    "semicolons": as_csv(PEOPLE, delimiter=";"),
    "lone carriage returns": as_csv(PEOPLE, end="\r"),
    "a title above": as_csv(with_title(PEOPLE)),
    "a title with commas above semicolons": "명단, 2025, 최종\n".encode() + as_csv(PEOPLE, delimiter=";"),
    "workbook": as_xlsx(PEOPLE),
    "workbook with empty sheets before": as_xlsx(PEOPLE, sheets=["표지", "빈 시트"]),
    "workbook with a merged title": as_xlsx([["명단", "", "", ""], ["", "", "", ""], *PEOPLE], merged=[(0, 0, 1, 3)]),
    "header written twice": as_csv([*PEOPLE, PEOPLE[0]]),
    "empty columns": as_csv([[row[0], "", row[1], "", row[2], row[3], "", ""] for row in PEOPLE]),
    "short rows": as_csv([PEOPLE[0], PEOPLE[1][:2] + PEOPLE[1][2:], PEOPLE[2][:3]]),
    "NFD headings": as_csv([["이름", "이메일", "연락처", "소속"], *PEOPLE[1:]]),
    "numbered questions": as_csv(
        [["1. 성함을 적어 주세요 *", "2) 이메일 주소 (필수)", "Q3. 휴대폰 번호", "4. 소속(학교/회사)"], *PEOPLE[1:]]
    ),
    "English": as_csv([["Full Name", "E-mail Address", "Phone number", "School / Company"], *PEOPLE[1:]]),
    "first and last name": as_csv(
        [["First Name", "Last Name", "Email"], ["민수", "김", "a@example.org"], ["Ada", "Lovelace", "b@example.org"]]
    ),
    "two header rows": as_csv([["기본 정보", "", "연락", ""], *PEOPLE]),
    "no header at all": as_csv(PEOPLE[1:]),
}


@pytest.mark.parametrize("form", FORMS)
def test_two_people_are_found_whatever_the_file_looks_like(form: str) -> None:
    assert counts(preview(FORMS[form])) == (2, 0, 0, 0)


def test_merged_cells_hold_for_every_row_they_cover() -> None:
    rows = [["팀명", "이름", "이메일"], ["바람", "가나다", "a@example.org"], ["", "라마바", "b@example.org"]]
    plan = preview(as_xlsx(rows, merged=[(1, 0, 2, 0)]))
    assert [sample[4] for sample in plan.samples] == ["바람", "바람"]


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


HOPELESS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "only a BOM": (b"\xef\xbb\xbf\r\n", "the file is empty"),
    "only a header": (as_csv(PEOPLE[:1]), "no rows"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "it is a PDF"),
    "a web page": ("<html><table><tr><td>이름</td></tr></table>".encode(), "web page"),
    "an XML spreadsheet": (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "web page"),
    "a locked workbook": (OLE_MARK + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "locked"),
    "a broken old workbook": (OLE_MARK + bytes(2000), "damaged"),
    "half a workbook": (as_xlsx(PEOPLE)[:900], "damaged"),
    "another ZIP": (zipped("word/document.xml"), "no workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "cannot be read as a table"),
    "an open quote": ('이름,이메일\n"김민수,a@example.org\n'.encode(), "line 2"),
    "no column of names": (as_csv([["좋아하는 색", "취미"], ["빨강", "독서"]]), "no column for name"),
}


@pytest.mark.parametrize("case", HOPELESS)
def test_what_cannot_be_read_is_said_in_one_sentence(case: str) -> None:
    raw, said = HOPELESS[case]
    with pytest.raises((ScoringError, DomainError)) as error:
        preview(raw, name="명단.xls")
    assert said in str(error.value)
    assert "명단.xls" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_row_with_an_unquoted_comma_is_refused_and_the_others_stay() -> None:
    plan = preview(as_csv(PEOPLE) + b"Kim,kim@example.org,010-0000-0000,School,Seoul\r\n")
    assert counts(plan) == (2, 0, 0, 1)
    assert "more cells than the header" in reasons(plan)[0][2]


def test_an_old_workbook_with_its_merged_cells_numbers_and_dates() -> None:
    plan = preview(zlib.decompress(base64.b85decode(OLD_WORKBOOK)), name="명단.xls")
    assert plan.table.columns == {"팀명": "team", "이름": "name", "연락처": "phone", "신청일시": "applied_at"}
    assert [sample[2] for sample in plan.samples] == ["+821012345678", "+821011112222"]
    assert [sample[4] for sample in plan.samples] == ["바람", "바람"]
    assert plan.table.encoding == "xls"
    assert not any("time of application" in str(note) for note in plan.table.notes.sentences())
