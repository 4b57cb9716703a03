"""
The partial answers of old software: parts of a page that a change asks for.

They have the forms that `casevide.page.partial` reads: the ``<partial-response>`` of JavaServer Faces (Jakarta Faces,
section 13.4) and the ``length|type|id|content|`` of an ASP.NET UpdatePanel. Pure.
"""

from markupsafe import escape

FACES_KIND = "text/xml;charset=UTF-8"
PANEL_KIND = "text/plain; charset=utf-8"
_STATE = "exercice"


def faces_answer(place: str, content: str) -> bytes:
    """Give the answer that puts `content` in the place of the element with the id `place`."""
    safe = content.replace("]]>", "]]]]><![CDATA[>")
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<partial-response id="j_id1"><changes><update id="{escape(place)}"><![CDATA[{safe}]]></update>'
        f'<update id="j_id1:javax.faces.ViewState:0"><![CDATA[{_STATE}]]></update></changes></partial-response>'
    ).encode()


def _item(kind: str, name: str, content: str) -> str:
    units = len(content.encode("utf-16-le")) // 2
    return f"{units}|{kind}|{name}|{content}|"


def panel_answer(place: str, content: str) -> bytes:
    """Give the answer that puts `content` into the panel with the id `place`; lengths count UTF-16 code units."""
    return (
        _item("#", "", "4")
        + _item("updatePanel", place, content)
        + _item("hiddenField", "__VIEWSTATE", _STATE)
        + _item("asyncPostBackControlIDs", "", "")
    ).encode()
